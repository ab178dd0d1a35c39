import { Controller, Get } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, type CorsModuleOptions, CorsReport, CorsService } from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const NAS = 'http://192.168.0.10:3000';
const OLD = 'http://192.168.0.11';

@Controller('files')
class FilesController {
  @Get() list() {
    return [];
  }
  @Cors({ credentials: false }) @Get('open') open() {
    return [];
  }
}

describe.each(platforms)('on %s, dangerouslyAllowInsecureOrigins with a list', (platform) => {
  let app: TestApp;
  const logger = new MemoryLogger();
  afterEach(() => app.close());
  const start = async (root: CorsModuleOptions) => {
    logger.warnings.length = 0;
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot(root)], controllers: [FilesController] },
      { logger },
    );
  };
  const listed: CorsModuleOptions = {
    origin: [APP, NAS],
    credentials: true,
    dangerouslyAllowInsecureOrigins: [NAS],
  };

  it('grants credentials to the origins in it, and to no other of a pattern', async () => {
    await start({ ...listed, origin: [APP, 'http://192.168.0.10:*'] });
    expect((await app.get('/files', NAS)).cors).toEqual({
      'access-control-allow-origin': NAS,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    expect((await app.get('/files', 'http://192.168.0.10:3001')).cors).toEqual({ vary: 'Origin' });
    const refused = await app.preflight('/files', 'http://192.168.0.10:3001', 'GET');
    expect(refused.status).toBe(403);
    // Without credentials nothing is kept from it.
    expect((await app.get('/files/open', 'http://192.168.0.10:3001')).cors).toEqual({
      'access-control-allow-origin': 'http://192.168.0.10:3001',
      vary: 'Origin',
    });
    expect(logger.warnings).toEqual([]);
  });

  it('warns of an origin in it that no policy allows, once', async () => {
    await start({ ...listed, dangerouslyAllowInsecureOrigins: [NAS, OLD] });
    const warning = `dangerouslyAllowInsecureOrigins lists "${OLD}", which no policy allows: remove it, or add it to \`origin\``;
    expect(logger.warnings).toEqual([warning]);
    expect(await app.nest.get(CorsService).update({ maxAge: 5 })).toEqual([]);
    expect(logger.warnings).toEqual([warning]);
  });

  it('warns of none that a policy by name allows, or that a function may', async () => {
    await start({
      ...listed,
      dangerouslyAllowInsecureOrigins: [NAS, OLD],
      policies: { old: { origin: OLD } },
    });
    expect(logger.warnings).toEqual([]);
    await app.close();
    await start({ ...listed, origin: () => true });
    expect(logger.warnings).toEqual([]);
  });

  it('is in the report, with its mark', async () => {
    await start(listed);
    const [policy] = app.nest.get(CorsReport).data().policies;
    expect(policy?.marks).toEqual(['credentials', 'dangerouslyAllowInsecureOrigins']);
    expect(policy?.options.at(-1)).toEqual({
      name: 'dangerouslyAllowInsecureOrigins',
      value: `["${NAS}"]`,
      sources: ['CorsModule.forRoot'],
    });
  });
});

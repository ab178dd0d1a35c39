import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { runtimeOf, versionIn } from '../../lib/platforms/loaded-versions.js';
import { isLowestNest } from '../support/lowest-nest.js';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

/** What is read of an Express app; Fastify's has no router. */
interface Express {
  readonly router?: { readonly stack: readonly unknown[] };
  handle: (...args: unknown[]) => unknown;
}

/** The version that is installed. */
function versionOf(name: string): string {
  const text = readFileSync(join('node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

class DebugLogger extends MemoryLogger {
  readonly lines: string[] = [];
  debug(line: unknown): void {
    this.lines.push(String(line));
  }
}

@Cors('public')
@Controller('cats')
class CatsController {
  constructor() {
    this.one = this.one.bind(this);
  }
  @Get() list() {
    return [];
  }
  @Get(['one', 'first']) one() {
    return 'one';
  }
}

const METADATA = {
  imports: [CorsModule.forRoot({ policies: { public: { origin: '*' } } })],
  controllers: [CatsController],
};

const VERSIONS = {
  express: `Express ${versionOf('express')}`,
  fastify: `Fastify ${versionOf('fastify')}`,
} as const;

describe.each(platforms)('what an app stands on, on %s,', (platform) => {
  const start = async (configure?: (nest: INestApplication) => void) => {
    const logger = new DebugLogger();
    const app = await TestApp.start(platform, METADATA, {
      logger,
      ...(configure && { configure }),
    });
    const lines = logger.lines.filter((line) => line.startsWith('runs on '));
    return { app, lines };
  };
  const nest = `Nest ${versionOf('@nestjs/core')}`;
  const runtime = `Node.js ${process.versions.node}`;
  const head = `runs on ${VERSIONS[platform]}, ${nest}, ${runtime}; 1 handler replaced by another function; `;

  it('is one line at debug level', async () => {
    const { app, lines } = await start();
    const { router } = app.nest.getHttpAdapter().getInstance() as Express;
    await app.close();
    const onFastify = isLowestNest
      ? "CORS is Nest's first middleware on Fastify"
      : "CORS runs in Nest's first hook of Fastify";
    const onExpress = `CORS runs first, before ${router?.stack.length} layers of Express`;
    expect(lines).toEqual([head + (platform === 'express' ? onExpress : onFastify)]);
  });
});

it('on Express, it says where a function of others was put before CORS', async () => {
  const logger = new DebugLogger();
  const configure = (nest: INestApplication) => {
    const app = nest.getHttpAdapter().getInstance() as Express;
    const { handle } = app;
    app.handle = (...args) => handle.apply(app, args);
  };
  const app = await TestApp.start('express', METADATA, { logger, configure });
  await app.close();
  const line = logger.lines.find((line) => line.startsWith('runs on '));
  expect(line?.split('; ')[2]).toBe('CORS runs after a function of others');
});

describe('the version of a package', () => {
  const traced = (...lines: string[]) =>
    Object.assign(new Error('here'), { stack: ['Error: here', ...lines].join('\n') });

  it('is that of the copy on the stack', () => {
    const folder = join(process.cwd(), 'node_modules/express/lib');
    for (const path of [`file://${folder}`, folder]) {
      expect(versionIn(traced(`    at get (${path}/request.js:1:2)`), 'express')).toBe(
        versionOf('express'),
      );
    }
  });

  it.each([
    ['in a bundle', '    at get (file:///app/dist/main.js:1:2)'],
    ['in a bundle with a source map', '    at get (webpack:///node_modules/express/lib/a.js:1:2)'],
    ['of a folder that is gone', '    at get (/none/node_modules/express/lib/request.js:1:2)'],
    ['without a trace', ''],
  ])('%s is unknown', (_where, line) => {
    expect(versionIn(traced(line), 'express')).toBe('unknown');
  });
});

it('the runtime has its own name', () => {
  const { node } = process.versions;
  expect(
    [{}, { bun: '1.4.5' }, { deno: '2.9.6' }].map((own) =>
      runtimeOf({ ...process.versions, node, ...own }),
    ),
  ).toEqual([`Node.js ${node}`, 'Bun 1.4.5', 'Deno 2.9.6']);
});

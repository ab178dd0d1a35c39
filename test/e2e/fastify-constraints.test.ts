import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, RouteConstraints } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';
import { FastifyCandidates, type Match } from '../../lib/platforms/fastify-candidates.js';
import { createFastifyRouter } from '../../lib/platforms/fastify-router.js';
import { type Strategy, tenantStrategy } from '../routes/tenants.js';
import { TestApp } from '../support/test-app.js';

const EVIL = 'https://evil.example';

@Controller('files')
class FilesController {
  @SkipCors() @RouteConstraints({ tenant: 'red' }) @Get('secret') red() {
    return 'red';
  }
  @Cors({ origin: '*' }) @Get(':id') one() {
    return 'one';
  }
}

@Module({ imports: [CorsModule.forRoot({ origin: '*' })], controllers: [FilesController] })
class AppModule {}

let app: TestApp | undefined;
afterEach(() => app?.close());

async function start(strategy: Strategy): Promise<TestApp> {
  const tenant = tenantStrategy(strategy);
  const isLater = strategy.includes('later');
  const adapter = new FastifyAdapter(isLater ? {} : { constraints: { tenant } });
  const instance = adapter.getInstance();
  // The adapter of Nest 11.2 passes no strategies on.
  if (!instance.hasConstraintStrategy('tenant')) instance.addConstraintStrategy(tenant);
  const nest = await NestFactory.create(AppModule, adapter, { logger: false, abortOnError: false });
  app = await TestApp.listen(nest);
  return app;
}

describe('a route that Fastify constrains', () => {
  it.each<Strategy>(['given', 'later', 'asynchronous', 'asynchronous, later'])(
    'decides about a preflight that does not show the constraint; the strategy is %s',
    async (strategy) => {
      const started = await start(strategy);
      expect((await started.preflight('/files/secret', EVIL, 'GET')).cors).toEqual({});
      expect((await started.preflight('/files/1', EVIL, 'GET')).cors).toMatchObject({
        'access-control-allow-origin': '*',
      });
      const red = await started.send('GET', '/files/secret', { Origin: EVIL, 'x-tenant': 'red' });
      expect([red.body, red.cors]).toEqual(['red', {}]);
      const other = await started.send('GET', '/files/secret', { Origin: EVIL });
      expect([other.body, other.cors]).toEqual(['one', { 'access-control-allow-origin': '*' }]);
    },
  );

  it('is looked up once for each set of constraints, not for each combination of their values', () => {
    const adapter = new FastifyAdapter();
    const candidates = new FastifyCandidates<string>(
      () => createFastifyRouter(adapter as never),
      true,
    );
    const names = ['tenant', 'region', 'plan'];
    for (let value = 0; value < 28; value++) {
      for (const name of names)
        candidates.add('GET', '/:id', { [name]: value }, `${name} ${value}`);
    }
    candidates.add('GET', '/:id', {}, 'none');
    expect(candidates.size).toBe(names.length * 28 + 1);
    const found = candidates.find('GET', { url: '/1', headers: {} } as never);
    expect(new Set(found.map(({ route }: Match<string>) => route)).size).toBe(candidates.size);
  });
});

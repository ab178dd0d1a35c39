import { Controller, Get } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Args, GraphQLModule, Mutation, Query, Resolver } from '@nestjs/graphql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { SeenContexts } from '../support/seen-contexts.js';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const ROOT = 'https://root.example';
const A = 'https://a.example';
const ACTUAL = {
  'access-control-allow-origin': ROOT,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Trace',
  vary: 'Origin',
};
const VARY_PREFLIGHT = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

@Cors({ origin: A, credentials: false })
@Controller('cats')
class CatsController {
  @Get() list() {
    return 'cats';
  }
}

@Resolver()
class CatsResolver {
  private readonly names = ['Tom'];

  @Query(() => [String]) cats() {
    return this.names;
  }
  @Query(() => String) broken(): string {
    throw new Error('no database');
  }
  // Its arguments are where HTTP has the response: this one looks like Fastify's.
  @Mutation(() => String) adopt(@Args('raw') name: string) {
    this.names.push(name);
    return name;
  }
}

/** One method, for both: as a handler it has a policy, as a resolver it has no response. */
@Cors({ origin: A, credentials: false })
@Controller('both')
@Resolver()
class BothController {
  @Query(() => String, { name: 'both' }) @Get() read() {
    return 'both';
  }
}

describe.each(platforms)('GraphQL beside decorated controllers, on %s,', (platform) => {
  const logger = new MemoryLogger();
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(
      platform,
      {
        imports: [
          CorsModule.forRoot({
            origin: ROOT,
            credentials: true,
            methods: ['GET', 'POST'],
            allowedHeaders: ['Content-Type'],
            exposedHeaders: ['X-Trace'],
          }),
          GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true }),
        ],
        controllers: [CatsController, BothController],
        providers: [
          CatsResolver,
          BothController,
          { provide: APP_INTERCEPTOR, useClass: SeenContexts },
        ],
      },
      { logger },
    );
  });
  afterAll(() => app.close());

  async function ask(query: string, origin?: string) {
    const { status, cors, body } = await app.send(
      'POST',
      '/graphql',
      { 'Content-Type': 'application/json', ...(origin !== undefined && { Origin: origin }) },
      JSON.stringify({ query }),
    );
    return { status, cors, answer: JSON.parse(body) as { data?: unknown; errors?: object[] } };
  }

  it.each([
    ['a query', '{ cats }', { cats: ['Tom'] }],
    ['a mutation', 'mutation { adopt(raw: "Felix") }', { adopt: 'Felix' }],
    ['a query to a method that is a handler too', '{ both }', { both: 'both' }],
  ])('answers %s, with the policy of the root', async (_, query, data) => {
    SeenContexts.types.length = 0;
    expect(await ask(query, ROOT)).toEqual({ status: 200, cors: ACTUAL, answer: { data } });
    expect(SeenContexts.types).toEqual(['graphql']);
  });

  it.each([A, 'https://evil.example', undefined])('answers %s without a grant', async (origin) => {
    const { cors, answer } = await ask('{ both }', origin);
    expect({ cors, answer }).toEqual({
      cors: { vary: 'Origin' },
      answer: { data: { both: 'both' } },
    });
  });

  it('says what a resolver threw', async () => {
    const { cors, answer } = await ask('{ broken }', ROOT);
    expect(cors).toEqual(ACTUAL);
    expect(answer).toMatchObject({
      data: null,
      errors: [{ message: 'no database', path: ['broken'] }],
    });
  });

  it.each([
    [
      'a query that is not valid',
      'POST',
      { 'Content-Type': 'application/json' },
      '{"query":"{x}"}',
    ],
    ['malformed JSON', 'POST', { 'Content-Type': 'application/json' }, '{"query":'],
    ['a plain OPTIONS', 'OPTIONS', {}, undefined],
  ])('refuses %s, with the policy of the root', async (_, method, headers, body) => {
    const { status, cors } = await app.send(method, '/graphql', { ...headers, Origin: ROOT }, body);
    expect({ status, cors }).toEqual({ status: 400, cors: ACTUAL });
  });

  it('has the policy of the root on preflights', async () => {
    const granted = await app.preflight('/graphql', ROOT, 'POST', 'content-type');
    expect({ status: granted.status, cors: granted.cors }).toEqual({
      status: 204,
      cors: {
        'access-control-allow-origin': ROOT,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,HEAD,POST',
        'access-control-allow-headers': 'content-type',
        vary: VARY_PREFLIGHT,
      },
    });
    for (const [origin, method, header] of [
      [A, 'POST', 'content-type'],
      [ROOT, 'DELETE', 'content-type'],
      [ROOT, 'POST', 'x-other'],
    ] as const) {
      const { status, cors } = await app.preflight('/graphql', origin, method, header);
      expect({ status, cors }).toEqual({ status: 403, cors: { vary: VARY_PREFLIGHT } });
    }
  });

  it.each(['/cats', '/both'])('leaves the policy of the controller at %s', async (path) => {
    const { status, cors } = await app.get(path, A);
    expect({ status, cors }).toEqual({
      status: 200,
      cors: {
        'access-control-allow-origin': A,
        'access-control-expose-headers': 'X-Trace',
        vary: 'Origin',
      },
    });
    expect((await app.get(path, ROOT)).cors).toEqual({ vary: 'Origin' });
  });

  it('makes the library say nothing in the log', () => {
    expect(logger.warnings).toEqual([]);
  });
});

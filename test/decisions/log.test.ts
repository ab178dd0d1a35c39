import { ConsoleLogger, Controller, Get, type LogLevel } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';
import { exchange } from '../support/exchange.js';
import { platforms, TestApp } from '../support/test-app.js';
import { HeardLogger } from './heard.js';

const APP = 'https://app.example.com';
const REFUSED = 'CatsController.list: refused the request of';
const NOT_ALLOWED = 'the origin is not allowed';

@Controller('cats')
class CatsController {
  @Get() list() {
    return 'list';
  }
  @Cors({ origin: '*', exposedHeaders: ['ETag'] }) @Get('any') any() {
    return 'any';
  }
  @SkipCors() @Get(':id') one() {
    return 'one';
  }
}

@Cors('partner')
@Controller(['dogs', 'hounds'])
class DogsController {
  @Get() list() {
    return 'list';
  }
}

const WRITTEN = {
  imports: [
    CorsModule.forRoot({
      origin: APP,
      policies: { partner: { origin: ['https://*.partner.example', /^https:\/\/a\.example$/] } },
      paths: [{ path: '/docs', policy: false }],
    }),
  ],
  controllers: [CatsController, DogsController],
};

describe.each(platforms)('the log at boot, on %s,', (platform) => {
  const booted = async (metadata: Parameters<typeof TestApp.start>[1]) => {
    const logger = new HeardLogger();
    const app = await TestApp.start(platform, metadata, { logger });
    await app.close();
    return logger;
  };

  it('counts routes and policies', async () => {
    expect((await booted(WRITTEN)).said('log')).toEqual(['5 routes, 3 policies, 1 without CORS']);
    const silent = { imports: [CorsModule.forRoot({})], controllers: [CatsController] };
    expect((await booted(silent)).said('log')).toEqual(['3 routes, 1 policy, 2 without CORS']);
    const none = { imports: [CorsModule.forRoot({ origin: APP })] };
    expect((await booted(none)).said('log')).toEqual(['0 routes, 1 policy, 0 without CORS']);
  });

  it('shows at verbose level which policy a route has', async () => {
    expect((await booted(WRITTEN)).said('verbose')).toEqual([
      [
        'routes and their policies',
        `  GET /cats      CatsController.list  { origin: "${APP}" }`,
        '  GET /cats/any  CatsController.any   { origin: "*", exposedHeaders: ["ETag"] }',
        '  GET /cats/:id  CatsController.one   switched off',
        '  GET /dogs      DogsController.list  { origin: ["https://*.partner.example", /^https:\\/\\/a\\.example$/] }',
        '  GET /hounds    DogsController.list  { origin: ["https://*.partner.example", /^https:\\/\\/a\\.example$/] }',
        '  /docs          paths["/docs"]       switched off',
        `  *              CorsModule.forRoot   { origin: "${APP}" }`,
      ].join('\n'),
    ]);
  });
});

describe.each(platforms)('the log of refusals, on %s,', (platform) => {
  let logger: HeardLogger;
  let app: TestApp;
  beforeEach(async () => {
    logger = new HeardLogger();
    app = await TestApp.start(platform, WRITTEN, { logger });
    logger.said('debug');
  });
  afterEach(() => app.close());

  it('has one bounded line for an origin of 10 KB, without control characters', async () => {
    await app.get('/cats', `https://${'a'.repeat(10_000)}.example`);
    expect(logger.said('debug')).toEqual([
      `${REFUSED} "https://${'a'.repeat(191)}…: no browser sends such an origin`,
    ]);
    // Node lets through what is above ASCII, and a terminal may take some of it for commands.
    await exchange(
      app.port,
      'GET /cats HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: https://a\u009b31m\u0085\u00ad.example\t"\\\r\n\r\n',
    );
    expect(logger.said('debug')).toEqual([
      `${REFUSED} "https://a\\u009b31m\\u0085\\u00ad.example\\t\\"\\\\": no browser sends such an origin`,
    ]);
  });

  it('has no more than five lines for 10,000 origins of one route, and those of others besides', async () => {
    // All within one minute, however long this takes.
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const socket = 'GET /cats HTTP/1.1\r\nHost: a\r\nOrigin: https://ORIGIN.example\r\n\r\n';
    const origins = Array.from({ length: 9999 }, (_, at) => socket.replace('ORIGIN', `a${at}`));
    const last =
      'GET /cats HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: https://z.example\r\n\r\n';
    const answers = await exchange(app.port, [...origins, last].join(''));
    clock.mockRestore();
    expect(answers.split('HTTP/1.1 200').length - 1).toBe(10_000);
    expect(logger.said('debug')).toEqual(
      [0, 1, 2, 3, 4].map((at) => `${REFUSED} "https://a${at}.example": ${NOT_ALLOWED}`),
    );
  });

  it('counts the reasons and routes by themselves', async () => {
    for (let time = 0; time < 7; time++) {
      await app.get('/cats', 'null');
      await app.get('/dogs', 'https://partner.example');
    }
    await app.get('/cats', 'http://app.example.com');
    expect(logger.said('debug')).toEqual([
      ...Array.from({ length: 5 }, () => [
        `${REFUSED} "null": the opaque origin is not allowed`,
        `DogsController.list: refused the request of "https://partner.example": ${NOT_ALLOWED}; the policy has "https://*.partner.example": the pattern is for subdomains, not for the host itself`,
      ]).flat(),
      `${REFUSED} "http://app.example.com": ${NOT_ALLOWED}; the policy has "${APP}": the scheme differs (4 more before it were not said)`,
    ]);
  });
});

/** A logger of Nest's own kind, that prints into a list. */
class Printed extends ConsoleLogger {
  readonly lines: string[] = [];
  protected override printMessages(messages: unknown[], context?: string): void {
    if (context !== 'CorsModule') return;
    // The milliseconds of the proof differ from run to run.
    this.lines.push(...messages.map((line) => String(line).replace(/\d+ ms$/, 'N ms')));
  }
}

describe.each(platforms)('the level, on %s,', (platform) => {
  it.each<[levels: LogLevel[], lines: readonly string[]]>([
    [['error', 'warn'], []],
    [['log'], ['5 routes, 3 policies, 1 without CORS']],
    [
      ['log', 'debug'],
      [
        "proved 5 routes by a sample request, 0 by the router's list, in N ms",
        expect.stringMatching(
          /^runs on .+; 0 handlers replaced by another function; CORS .+$/,
        ) as never,
        '5 routes, 3 policies, 1 without CORS',
        `${REFUSED} "null": the opaque origin is not allowed`,
      ],
    ],
  ])('%j decides what is said', async (logLevels, lines) => {
    const logger = new Printed({ logLevels });
    const app = await TestApp.start(platform, WRITTEN, { logger });
    await app.get('/cats', 'null');
    await app.close();
    expect(logger.lines).toEqual(lines);
  });

  it('of a logger that has no debug is none', async () => {
    const lines: string[] = [];
    const keep = (line: unknown, context: unknown) =>
      void (context === 'CorsModule' && lines.push(String(line)));
    const logger = { log: keep, warn: keep, error: keep };
    const app = await TestApp.start(platform, WRITTEN, { logger });
    await app.get('/cats', 'null');
    await app.close();
    expect(lines).toEqual(['5 routes, 3 policies, 1 without CORS']);
  });
});

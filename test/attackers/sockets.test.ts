import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { connect, type ClientHttp2Session } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seed } from '../support/property-runs.js';
import { platforms, TestApp } from '../support/test-app.js';
import { ATTACKED } from './app.js';
import { hostile, isDeclared, only, type Hostile } from './hostile.js';
import { type Answer, pipeline } from './pipeline.js';

const RUNS = Number(process.env['ATTACKS'] ?? 1500);
/** Of an answer: what it echoes is bounded (R47). */
const MOST_BYTES = 8192 + 1024;

/** What holds for every answer to every request (R23, R26, R28, R35, R44, R47). */
function expectHarmless(request: Hostile, { status, fields, length }: Answer): void {
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  expect(length).toBeLessThan(MOST_BYTES + request.path.length);
  const acao = fields.get('access-control-allow-origin');
  if (acao === undefined) {
    expect([...fields.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    return;
  }
  if (acao === '*') {
    expect(fields.has('access-control-allow-credentials')).toBe(false);
  } else {
    // One that the policy declares, and that was the only one that was sent.
    expect([acao, isDeclared(acao)]).toEqual([only(request, 'origin'), true]);
    expect(fields.get('vary')?.toLowerCase()).toContain('origin');
  }
  for (const name of ['access-control-allow-methods', 'access-control-allow-headers']) {
    expect(fields.get(name) ?? 'x').toMatch(
      /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:,[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/,
    );
  }
}

describe.each(platforms)('whatever bytes come, on %s,', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(platform, ATTACKED);
  });
  afterAll(() => app.close());

  it('every answer is harmless, also to requests that do not wait for one another', async () => {
    const seen = { granted: 0, refused: 0, answers: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 4 }), async (requests) => {
        const answers = await pipeline(app.port, requests);
        expect(answers.length).toBeLessThanOrEqual(requests.length);
        for (const [index, answer] of answers.entries()) {
          expectHarmless(requests[index]!, answer);
          seen.answers++;
          if (answer.fields.has('access-control-allow-origin')) seen.granted++;
          else seen.refused++;
        }
      }),
      { numRuns: RUNS, seed },
    );
    expect(Math.min(seen.granted, seen.refused)).toBeGreaterThan(RUNS / 20);
    // It is still there.
    const { status, cors } = await app.get('/listed', 'https://app.example.com');
    expect([status, cors['access-control-allow-origin']]).toEqual([200, 'https://app.example.com']);
  }, 600_000);
});

/** Node takes no empty method for a request over HTTP/2, not even for one that is only asked about. */
const WITHOUT_A_METHOD: Hostile = {
  method: 'OPTIONS',
  path: '/listed',
  fields: [
    ['Origin', 'https://app.example.com'],
    ['Access-Control-Request-Method', ''],
  ],
};

describe('whatever comes over HTTP/2, on fastify,', () => {
  let app: TestApp;
  let session: ClientHttp2Session;
  beforeAll(async () => {
    @Module(ATTACKED)
    class AppModule {}
    const adapter = new FastifyAdapter({ http2: true } as object);
    app = await TestApp.listen(await NestFactory.create(AppModule, adapter, { logger: false }));
    session = connect(`http://127.0.0.1:${app.port}`);
  });
  afterAll(async () => {
    session.close();
    await app.close();
  });

  it('every answer is harmless', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (request) => {
        const answer = await sendHttp2(session, request);
        if (answer !== undefined) expectHarmless(request, answer);
      }),
      { numRuns: RUNS, seed, examples: [[WITHOUT_A_METHOD]] },
    );
  }, 600_000);
});

/** Nothing, if the client itself does not send it, or the server resets it. */
function sendHttp2(session: ClientHttp2Session, request: Hostile): Promise<Answer | undefined> {
  const names = [...new Set(request.fields.map(([name]) => name.toLowerCase()))];
  const fields = names
    .filter((name) => name !== 'host')
    .map((name) => {
      const values = request.fields.filter(([given]) => given.toLowerCase() === name);
      return [name, values.map(([, value]) => value).join(', ')] as const;
    });
  return new Promise((resolve) => {
    let stream: ReturnType<ClientHttp2Session['request']>;
    try {
      const pseudo = { ':method': request.method, ':path': request.path };
      stream = session.request({ ...pseudo, ...Object.fromEntries(fields) }, { endStream: true });
    } catch {
      resolve(undefined);
      return;
    }
    let length = 0;
    let answer: Answer | undefined;
    stream.on('response', (headers) => {
      const received = Object.entries(headers).map(
        ([name, value]) => [name, String(value)] as const,
      );
      answer = { status: headers[':status'] ?? 0, fields: new Map(received), length };
    });
    stream.on('data', (chunk: Buffer) => (length += chunk.length));
    stream.on('error', () => undefined);
    stream.on('close', () => resolve(answer && { ...answer, length }));
  });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sqlite from 'node-sqlite3-wasm';
import { freePorts } from '../browser/support/ports.js';
import { startSample } from '../browser/support/sample.js';
import { send } from '../support/test-app.js';

describe('the sample 02-tenants', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenants-'));
  const file = join(folder, 'tenants.db');
  let port = 0;
  beforeAll(async () => {
    [port = 0] = await freePorts(1);
    const sample = startSample('02-tenants', { PORT: `${port}`, TENANTS_FILE: file });
    await sample.printed('Ctrl-C');
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const isGranted = async (origin: string) => {
    const { cors } = await send(port, 'GET', '/orders', { Origin: origin });
    return cors['access-control-allow-origin'] === origin;
  };
  /** Asks until the answer is this one: within the second that the sample promises, and a bit. */
  const becomes = async (origin: string, granted: boolean) => {
    const begun = performance.now();
    while ((await isGranted(origin)) !== granted) {
      expect(performance.now() - begun).toBeLessThan(2500);
      await sleep(20);
    }
  };
  const post = (body: object) =>
    send(port, 'POST', '/tenants', { 'Content-Type': 'application/json' }, JSON.stringify(body));

  it('admits a tenant that its API adds, until it is removed', async () => {
    const acme = { name: 'acme', origin: 'https://acme.example' };
    expect(await isGranted(acme.origin)).toBe(false);
    expect((await post(acme)).status).toBe(201);
    await becomes(acme.origin, true);
    expect((await send(port, 'DELETE', '/tenants/acme')).status).toBe(204);
    await becomes(acme.origin, false);
  });

  it('admits a tenant that another process writes into its database', async () => {
    const database = new sqlite.Database(file);
    database.run("INSERT INTO tenants VALUES ('globex', 'https://globex.example')");
    database.close();
    await becomes('https://globex.example', true);
  });

  it('takes no tenant that would keep the others from being taken', async () => {
    for (const origin of ['https://a.example/', 'a.example', '*', 'null', 7, undefined]) {
      expect((await post({ name: 'a', origin })).status).toBe(400);
    }
  });

  it('says of one what is wrong with it, and what is meant', async () => {
    const { status, body } = await post({ name: 'a', origin: 'https://a.example/' });
    expect([status, JSON.parse(body)]).toEqual([
      400,
      {
        reason: 'origin-not-serialized',
        message: '"https://a.example/" is not a serialized origin: remove the trailing slash',
        fix: 'https://a.example',
      },
    ]);
  });

  it('shows its tenants to no page', async () => {
    const origin = 'https://globex.example';
    expect((await send(port, 'GET', '/tenants', { Origin: origin })).cors).toEqual({});
  });
});

/** An app on the built library, which closes while a load runs, or between two. */
const CLOSING = (load: string) => `
  import 'reflect-metadata';
  import { Module } from '@nestjs/common';
  import { NestFactory } from '@nestjs/core';
  import { CorsModule } from 'nestjs-cors';
  let loads = 0;
  class AppModule {}
  const origin = { load: ${load}, refresh: 1000, timeout: 60_000 };
  Module({ imports: [CorsModule.forRoot({ origin })] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
  try {
    await app.listen(0);
    setTimeout(() => app.close().then(() => console.log('closed', loads)), 1300);
  } catch (error) {
    console.log(error.issues.map(({ reason }) => reason).join());
  }
`;

describe('a process ends by itself', () => {
  it.each([
    ['when its app has closed', '() => (loads++, [])', 'closed 2'],
    [
      'when its app has closed, though a load has not ended',
      '() => (loads++ === 0 ? [] : new Promise(() => undefined))',
      'closed 2',
    ],
    ['when its first load fails', '() => Promise.reject(new Error("no"))', 'origin-load'],
  ])(
    '%s',
    async (_name, load, said) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', CLOSING(load)], {
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      clearTimeout(timer);
      expect({ output: output.trim(), code, signal }).toEqual({
        output: said,
        code: 0,
        signal: null,
      });
    },
    15_000,
  );
});

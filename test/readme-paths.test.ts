import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { send } from './support/test-app.js';

const block = [...readFileSync('README.md', 'utf8').matchAll(/^```ts\n(.*?)^```/gms)]
  .map(([, code]) => code!)
  .find((code) => code.includes("path: '/graphql'"));

const MAIN = `
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
const app = await NestFactory.create(AppModule, { logger: false });
SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, new DocumentBuilder().build()));
await app.listen(0, '127.0.0.1');
console.log(app.getHttpServer().address().port);
`;

describe('the example of paths in README', () => {
  let app: ChildProcess;
  let port: number;

  beforeAll(async () => {
    const { outputText } = ts.transpileModule(block!, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        experimentalDecorators: true,
      },
    });
    mkdirSync('coverage/readme', { recursive: true });
    writeFileSync('coverage/readme/paths.mjs', outputText + MAIN);
    app = spawn(process.execPath, ['coverage/readme/paths.mjs'], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(app.stdout!), 'line')) as [string];
    port = Number(line);
  });
  afterAll(() => void app.kill());

  const origin = 'https://app.example.com';

  it('grants what Apollo Client sends, with Authorization', async () => {
    const names = [
      'authorization',
      'content-type',
      'apollo-require-preflight',
      'apollographql-client-name',
      'apollographql-client-version',
      'x-apollo-operation-name',
    ].join(',');
    const { status, cors } = await send(port, 'OPTIONS', '/graphql', {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': names.split(',').sort().join(','),
    });
    expect({ status, cors }).toEqual({
      status: 204,
      cors: {
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': names,
        'access-control-allow-methods': 'GET,HEAD,POST',
        'access-control-allow-origin': origin,
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      },
    });
  });

  it.each(['/docs', '/docs-json', '/docs-yaml'])('lets no page read %s', async (path) => {
    const { status, cors } = await send(port, 'GET', path, { Origin: origin });
    expect({ status, cors }).toEqual({ status: 200, cors: {} });
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { send } from './support/test-app.js';

const readme = readFileSync('README.md', 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^ *\`\`\`${language}\n(.*?)^ *\`\`\``, 'gms'))].map(
    ([, code]) => code!,
  );

describe('README', () => {
  it('has snippets that compile', () => {
    const snippets = blocks('ts').map(
      (code, index) => [join(process.cwd(), `README-${index}.ts`), code] as const,
    );
    expect(snippets.length).toBeGreaterThan(5);
    const config = ts.readConfigFile('tsconfig.json', (name) => ts.sys.readFile(name))
      .config as object;
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
    // Empty methods leave parameters unused.
    Object.assign(options, { noUnusedLocals: false, noUnusedParameters: false });
    const host = ts.createCompilerHost(options);
    const files = new Map(snippets);
    host.fileExists = (name) => files.has(name) || ts.sys.fileExists(name);
    host.readFile = (name) => files.get(name) ?? ts.sys.readFile(name);
    const program = ts.createProgram([...files.keys()], options, host);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ file, messageText }) =>
          `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      );
    expect(problems).toEqual([]);
  });

  describe('has an app', () => {
    let app: ChildProcess;
    let port: number;
    beforeAll(async () => {
      const code = blocks('ts').find((block) => block.includes('NestFactory.create'));
      const { outputText } = ts.transpileModule(code!, {
        compilerOptions: {
          module: ts.ModuleKind.ESNext,
          target: ts.ScriptTarget.ES2022,
          experimentalDecorators: true,
        },
      });
      mkdirSync('coverage/readme', { recursive: true });
      writeFileSync('coverage/readme/app.mjs', outputText);
      port = await freePort();
      app = spawn(process.execPath, ['coverage/readme/app.mjs'], {
        env: { ...process.env, PORT: String(port), NODE_OPTIONS: '' },
      });
      for (let tries = 0; tries < 100; tries++) {
        if (
          await send(port, 'GET', '/').then(
            () => true,
            () => false,
          )
        )
          return;
        await sleep(100);
      }
      throw new Error('the app of README does not listen');
    }, 20_000);
    afterAll(() => void app.kill());

    it.each(blocks('console').map((block) => block.split('\n')))(
      'that answers as it says: %s',
      async (command, ...shown) => {
        const headers = Object.fromEntries(
          [...command.matchAll(/-H '(.*?): (.*?)'/g)].map(([, name, value]) => [name!, value!]),
        );
        const method = /-X (\w+)/.exec(command)?.[1] ?? 'GET';
        const path = /localhost:3000(\S+)/.exec(command)![1]!;
        const { status, cors } = await send(port, method, path, headers);
        const [statusLine = '', ...fields] = shown.filter((line) => line !== '');
        expect(status).toBe(Number(statusLine.split(' ')[1]));
        expect(cors).toEqual(
          Object.fromEntries(
            fields.map((field) => {
              const [name = '', value = ''] = field.split(/: (.*)/);
              return [name.toLowerCase(), value];
            }),
          ),
        );
      },
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

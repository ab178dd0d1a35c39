// The examples of README, in projects as `nest new` makes them: all compile, and the whole app runs.
import { deepStrictEqual } from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, whileRunning } from '../commands.js';
import { answerOf } from '../exchanges.js';
import { root, writeJson } from '../workspace.js';

const README = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language) =>
  [...README.matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\``, 'gms'))].map(
    ([, code]) => code,
  );

export function rows({ workspace }) {
  const row = (app, nest, type) => ({
    app,
    where: 'the examples of README',
    run: async () => {
      const project = await workspace[nest]();
      const folder = join(project, 'rows/readme');
      const examples = writeExamples(project, folder, type);
      await run(folder, process.execPath, [join(project, 'node_modules/typescript/bin/tsc')]);
      const apps = examples.filter(({ code }) => code.includes('NestFactory.create('));
      if (apps.length === 0) throw new Error('README has no whole app');
      for (const { name } of apps) await askAsShown(folder, `dist/${name}.js`);
      return { detail: `${examples.length} compiled, ${apps.length} booted` };
    },
  });
  return [
    row('Nest 11, CommonJS', 'nest11', 'commonjs'),
    row('Nest 12, ES modules', 'nest12', 'module'),
  ];
}

/** Writes each example as a file of its own, beside the project's own settings of the compiler. */
function writeExamples(project, folder, type) {
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, 'package.json'), { private: true, type });
  copyFileSync(join(project, 'tsconfig.json'), join(folder, 'tsconfig.project.json'));
  const compilerOptions = { outDir: 'dist', rootDir: '.', incremental: false };
  writeJson(join(folder, 'tsconfig.json'), {
    extends: './tsconfig.project.json',
    compilerOptions,
    include: ['*.ts'],
  });
  const examples = blocks('ts').map((code, index) => ({ name: `example-${index}`, code }));
  for (const { name, code } of examples) writeFileSync(join(folder, `${name}.ts`), code);
  return examples;
}

/** Boots an app, and sends what README's consoles show. */
async function askAsShown(cwd, file) {
  const port = await freePort();
  const program = { cwd, command: process.execPath, args: [file], env: { PORT: String(port) } };
  await whileRunning(program, /successfully started/, async () => {
    await listening(port);
    for (const shown of blocks('console')) {
      const [command, statusLine, ...fields] = shown.split('\n').filter((line) => line !== '');
      const method = /-X (\w+)/.exec(command)?.[1] ?? 'GET';
      const path = /localhost:3000(\S+)/.exec(command)[1];
      const headers = [...command.matchAll(/-H '(.*?): (.*?)'/g)].map(([, ...header]) => header);
      const url = `http://localhost:${port}`;
      const { status, cors } = await answerOf(url, method, path, Object.fromEntries(headers));
      const expected = {
        status: Number(statusLine.split(' ')[1]),
        cors: Object.fromEntries(
          fields.map((field) => {
            const [name, value] = field.split(/: (.*)/);
            return [name.toLowerCase(), value];
          }),
        ),
      };
      deepStrictEqual({ status, cors }, expected, command);
    }
  });
}

/** Nest says that an app has started before it listens. */
async function listening(port, tries = 100) {
  const socket = connect(port, 'localhost');
  try {
    await once(socket, 'connect');
  } catch (error) {
    if (tries === 0) throw error;
    await sleep(100);
    await listening(port, tries - 1);
  } finally {
    socket.destroy();
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

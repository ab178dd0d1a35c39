import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll } from '@jest/globals';
import ts from 'typescript';

/**
 * An app in a process of its own, on Node as it is: a package that is CommonJS and requires Nest,
 * as @nestjs/throttler does, cannot be loaded by Jest with modules on Node 20.
 */
export interface ForkedApp<Ports> {
  readonly ports: Ports;
  /** What it has printed so far, to either stream. */
  printed(): string;
}

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts the `main.ts` of a folder. It sends its ports, as one message, once it listens. */
export async function forkApp<Ports>(
  folder: string,
  args: readonly string[],
): Promise<ForkedApp<Ports>> {
  const child = fork(join(compile(folder), 'main.js'), args, {
    execArgv: ['--import', ENDS_WITH_PARENT],
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ports = await new Promise<Ports>((resolve, reject) => {
    child.once('message', resolve as (message: unknown) => void);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`${folder} ${args.join(' ')}:\n${output}`)));
  });
  return { ports, printed: () => output };
}

/** Runs in the child first: if Jest is killed, no `afterAll` runs. */
const ENDS_WITH_PARENT = `data:text/javascript,process.once('disconnect', () => process.exit())`;

/**
 * Compiles the modules of a folder, each by itself, into a folder that Git ignores. It is inside
 * the package, so that they find the built library by its name, as its users do.
 */
function compile(folder: string): string {
  const out = join('coverage/apps', folder);
  mkdirSync(out, { recursive: true });
  const compilerOptions = readOptions();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.ts') || name.endsWith('.d.ts')) continue;
    const source = readFileSync(join(folder, name), 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: name });
    // Another test file may run it at the same time: nobody may read half a file.
    const file = join(out, `${basename(name, '.ts')}.js`);
    writeFileSync(`${file}.${process.pid}`, outputText);
    renameSync(`${file}.${process.pid}`, file);
  }
  return out;
}

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', (name) => ts.sys.readFile(name));
  const { compilerOptions } = config as { compilerOptions: object };
  // A module by itself has no package.json to say that it is one.
  return ts.convertCompilerOptionsFromJson({ ...compilerOptions, module: 'esnext' }, '.').options;
}

// The package as its users get it: packed, installed by npm, compiled against, called over HTTP.
import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const work = mkdtempSync(join(tmpdir(), 'nestjs-cors-'));
const own = 'https://app.example.com';
const stranger = 'https://evil.example';

const manifestOf = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

/** Runs a command and returns what it printed; if it fails, that is the error's message. */
function run(cwd, command, ...args) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (cause) {
    throw new Error(`${command} ${args.join(' ')}\n${cause.stdout}${cause.stderr}`, { cause });
  }
}

function compile(app, ...flags) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const typeRoots = join(root, 'node_modules/@types');
  const usual = ['--strict', '--skipLibCheck', '--target', 'es2022', '--experimentalDecorators'];
  run(
    app,
    tsc,
    'app.ts',
    'testing.ts',
    ...usual,
    '--typeRoots',
    typeRoots,
    '--types',
    'node',
    ...flags,
  );
}

run(root, 'npm', 'pack', '--pack-destination', work);
const tarball = join(work, `nestjs-cors-${manifestOf(root).version}.tgz`);
run(work, 'tar', '-xf', tarball);
const packed = run(work, 'tar', '-tf', tarball).trim().split('\n').sort();
console.log(`packed ${packed.length} files`);
after(() => rmSync(work, { recursive: true }));

test('the tarball holds the compiled library and four papers, nothing else', () => {
  const compiled = /^package\/dist\/.*(\.js|\.d\.ts)$/;
  assert.deepEqual(
    packed.filter((file) => !compiled.test(file)),
    ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'].map((file) => `package/${file}`),
  );
});

test('no declaration imports a platform: an app installs one of them only', () => {
  const platform = /(?:from|import\() *['"](@nestjs\/platform-|express|fastify|find-my-way)/;
  assert.deepEqual(
    packed.filter(
      (file) => file.endsWith('.d.ts') && platform.test(readFileSync(join(work, file), 'utf8')),
    ),
    [],
  );
});

for (const [title, nest, type] of [
  ['a Nest 12 application of ES modules', 12, 'module'],
  ['a Nest 11 application of CommonJS', 11, 'commonjs'],
]) {
  describe(title, () => {
    const app = join(work, type);

    before(() => {
      mkdirSync(app);
      for (const file of ['app.ts', 'testing.ts']) copyFileSync(join(here, file), join(app, file));
      writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, type }));
      const packages = ['common', 'core', 'platform-express', 'platform-fastify'].map(
        (name) => `@nestjs/${name}@${nest}`,
      );
      run(app, 'npm', 'install', tarball, ...packages, 'reflect-metadata', 'rxjs');
      const core = manifestOf(join(app, 'node_modules/@nestjs/core'));
      assert.equal(Number.parseInt(core.version, 10), nest);
      console.log(`installed with ${core.name} ${core.version}, type ${type}`);
    });

    test('compiles', () => compile(app, '--module', 'nodenext'));

    test('compiles under the module resolution of old', () => {
      const node10 = ['--module', 'commonjs', '--moduleResolution', 'node10'];
      compile(app, '--noEmit', ...node10, '--ignoreDeprecations', '6.0');
    });

    test('tests itself', () => {
      assert.equal(
        run(app, process.execPath, 'testing.js'),
        `200 cors\nCorsError CORS check origin-missing\n`,
      );
    });

    for (const platform of ['express', 'fastify']) {
      test(`answers on ${platform}`, async () => {
        const server = fork(join(app, 'app.js'), [platform], { cwd: app });
        try {
          const [url] = await Promise.race([once(server, 'message'), once(server, 'exit')]);
          const allowOrigin = async (path, origin, method) => {
            const preflight = { 'Access-Control-Request-Method': 'GET' };
            const headers = { Origin: origin, ...(method === 'OPTIONS' && preflight) };
            const response = await fetch(url + path, { method, headers });
            return `${response.status} ${response.headers.get('Access-Control-Allow-Origin')}`;
          };
          assert.equal(await allowOrigin('/widgets', stranger, 'GET'), '200 *');
          assert.equal(await allowOrigin('/widgets', stranger, 'OPTIONS'), '204 *');
          assert.equal(await allowOrigin('/account', own, 'GET'), `200 ${own}`);
          assert.equal(await allowOrigin('/account', own, 'OPTIONS'), `204 ${own}`);
          assert.equal(await allowOrigin('/account', stranger, 'GET'), '200 null');
          assert.equal(await allowOrigin('/account', stranger, 'OPTIONS'), '403 null');
        } finally {
          server.kill();
        }
      });
    }
  });
}

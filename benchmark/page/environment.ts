import { existsSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const PACKAGES = [
  'nestjs-cors',
  '@nestjs/core',
  '@nestjs/platform-express',
  'express',
  'cors',
  '@nestjs/platform-fastify',
  'fastify',
  '@nestjs/platform-fastify > @fastify/cors',
  '@fastify/cors',
  'hono',
  'mitata',
  'autocannon',
];

/** Says what it was measured on. */
export function environment(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `- ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GB, ${process.platform} ${process.arch}
- Node.js ${process.versions.node}, V8 ${process.versions.v8}
- ${PACKAGES.map(version).join(', ')}`;
}

/** The version of a package, or of the one that another package brings: `a > b`. */
function version(name: string): string {
  const [outer = '', last = outer] = name.split(' > ');
  const folders = [`node_modules/${outer}/node_modules/${last}`, `node_modules/${last}`, '.'];
  const folder = folders.find((folder) => existsSync(`${folder}/package.json`));
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    version: string;
  };
  return `${name} ${version}`;
}

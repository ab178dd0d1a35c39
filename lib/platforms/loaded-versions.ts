import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AbstractHttpAdapter } from '@nestjs/core';

/**
 * Reads the version of a package whose code a stack trace runs through. That is the copy which is
 * loaded, and nothing is resolved for it: that works in ES modules, in CommonJS, and under Jest.
 *
 * @returns `unknown` where the trace or the file does not tell, as in a bundle
 */
export function versionIn({ stack = '' }: Error, name: string): string {
  const folder = new RegExp(String.raw`(?:file:///|[a-z]:/|/).*/node_modules/${name}/`, 'i');
  for (const line of stack.replaceAll('\\', '/').split('\n')) {
    const [path] = folder.exec(line) ?? [];
    if (path !== undefined) return versionOf(path, name);
  }
  return UNKNOWN;
}

/** The name and the version of what an adapter is for. */
export function platformOf(adapter: AbstractHttpAdapter): string {
  if (adapter.getType() === 'express') return `Express ${expressVersion(adapter.getInstance())}`;
  const { version } = adapter.getInstance<{ readonly version?: unknown }>();
  return `Fastify ${typeof version === 'string' ? version : UNKNOWN}`;
}

/** The name and the version of what runs the process. */
export function runtimeOf({ bun, deno, node }: NodeJS.ProcessVersions): string {
  if (bun !== undefined) return `Bun ${bun}`;
  return deno === undefined ? `Node.js ${node}` : `Deno ${deno}`;
}

const UNKNOWN = 'unknown';

function versionOf(folder: string, name: string): string {
  try {
    const path = folder.startsWith('file:') ? fileURLToPath(folder) : folder;
    const manifest = JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as Manifest;
    return manifest.name === name && typeof manifest.version === 'string'
      ? manifest.version
      : UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
}

/** Express tells its version nowhere: a property of its requests is read, which asks the app for a setting. */
function expressVersion({ request }: { readonly request: object }): string {
  let trace: Error | undefined;
  const get = () => {
    trace = new Error('where Express is');
    throw trace;
  };
  try {
    void (Object.create(request, { app: { value: { get } } }) as { hostname?: string }).hostname;
  } catch {
    // It was thrown above, or Express has changed.
  }
  return trace === undefined ? UNKNOWN : versionIn(trace, 'express');
}

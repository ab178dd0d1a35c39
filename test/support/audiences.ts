import { Cors } from 'nestjs-cors';
import type { TestApp } from './test-app.js';

/** Three origins; a handler allows one of them, and so tells whose policy has answered. */
export const A = 'https://a.example';
export const B = 'https://b.example';
export const ROOT = 'https://root.example';
const ORIGINS = [A, B, ROOT];

type Headers = Readonly<Record<string, string>>;

/** Whose policy an actual request is answered under: the origins that are granted, or nothing. */
export async function actualAt(
  app: TestApp,
  method: string,
  path: string,
  headers: Headers = {},
): Promise<string> {
  return grantedTo(async (origin) => app.send(method, path, { ...headers, Origin: origin }));
}

/** Whose policy a preflight is answered under. */
export async function preflightAt(
  app: TestApp,
  method: string,
  path: string,
  headers: Headers = {},
): Promise<string> {
  return grantedTo(async (origin) =>
    app.send('OPTIONS', path, {
      ...headers,
      Origin: origin,
      'Access-Control-Request-Method': method,
    }),
  );
}

/** Whose policy both are answered under, or how they differ. */
export async function policyAt(
  app: TestApp,
  method: string,
  path: string,
  headers: Headers = {},
): Promise<string> {
  const preflight = await preflightAt(app, method, path, headers);
  const actual = await actualAt(app, method, path, headers);
  return preflight === actual ? actual : `preflight ${preflight}, actual ${actual}`;
}

async function grantedTo(
  ask: (origin: string) => Promise<{ readonly cors: Headers }>,
): Promise<string> {
  const granted: string[] = [];
  for (const origin of ORIGINS) {
    const { cors } = await ask(origin);
    if (cors['access-control-allow-origin'] === origin) granted.push(origin);
  }
  return granted.join(' ');
}

/** `@Cors()` for one of the origins. */
export const For = (origin: string) => Cors({ origin });

// What is asked, and the status and the CORS headers that the answer has to have.

export const APP = 'https://app.example.com';
export const ROOT = 'https://root.example';

const VARY_PREFLIGHT = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** The CORS headers of an answer: where CORS is off, where an origin is refused, where it is granted. */
export const off = {};
export const refused = { vary: 'Origin' };
export const anyOrigin = { 'access-control-allow-origin': '*' };
export const granted = (origin, more) => ({
  'access-control-allow-origin': origin,
  vary: 'Origin',
  ...more,
});
export const withCredentials = { 'access-control-allow-credentials': 'true' };

/** The same of a preflight. */
export const refusedPreflight = { vary: VARY_PREFLIGHT };
export const grantedPreflight = (origin, methods, more) => ({
  'access-control-allow-origin': origin,
  'access-control-allow-methods': methods,
  vary: VARY_PREFLIGHT,
  ...more,
});

const asked = (method, path, origin, status, cors) => ({ method, path, origin, status, cors });

export const get = (path, origin, status, cors) => asked('GET', path, origin, status, cors);

export const post = (path, origin, body, status, cors) => ({
  ...asked('POST', path, origin, status, cors),
  body,
  headers: { 'Content-Type': 'application/json' },
});

export const preflight = (path, origin, { method = 'GET', headers }, status, cors) => ({
  ...asked('OPTIONS', path, origin, status, cors),
  headers: {
    'Access-Control-Request-Method': method,
    ...(headers !== undefined && { 'Access-Control-Request-Headers': headers }),
  },
});

/** Headers that the library is about. */
const NAMES = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
  'vary',
];

/** Says what is wrong about the head of an answer. One that is given up may be without expectations. */
export function faultOf(asked, status, headers) {
  if (asked.status === undefined) return undefined;
  if (status !== asked.status) return `status ${status}, not ${asked.status}`;
  const name = NAMES.find((name) => !isSame(headers[name], asked.cors[name]));
  return name && `${name}: ${headers[name]}, not ${asked.cors[name]}`;
}

/** The order of the names in a list means nothing. */
function isSame(one, other) {
  const sorted = (list) => list?.split(', ').sort().join();
  return one === other || sorted(one) === sorted(other);
}

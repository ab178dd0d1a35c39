// What every app answers, whatever agent watches it.

const EVIL = 'https://evil.example';
const PARTNER = 'https://partner.example';
const VARY = { vary: 'Origin' };
const ANY = { 'access-control-allow-origin': '*' };
const GRANTED = { 'access-control-allow-origin': PARTNER, vary: 'Origin' };
const PREFLIGHT_VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

const get = (path, origin, status, cors) => ({ method: 'GET', path, origin, status, cors });
const preflight = (path, asked, origin, status, cors) => ({
  method: 'OPTIONS',
  path,
  asked,
  origin,
  status,
  cors,
});

/** The requests to an app with a root, each with the status and all CORS headers of its response. */
export function tableFor(platform, root) {
  const off = ['/private', '/bound', '/per-request'].flatMap((path) => [
    get(path, EVIL, 200, {}),
    preflight(path, 'GET', EVIL, 403, {}),
    preflight(path, 'PUT', EVIL, 403, {}),
  ]);
  // Express runs the handler of the URL that middleware has written, Fastify that of the first.
  const moved = platform === 'express' ? {} : ANY;
  return [
    get('/public', EVIL, 200, ANY),
    get('/public/1', EVIL, 200, ANY),
    preflight('/public', 'GET', EVIL, 204, { ...ANY, 'access-control-allow-methods': 'GET,HEAD' }),
    ...off,
    preflight('/private', 'DELETE', EVIL, 403, {}),
    get('/public/moved', EVIL, 200, moved),
    get('/partner', PARTNER, 200, GRANTED),
    get('/partner', EVIL, 200, VARY),
    preflight('/partner', 'PUT', PARTNER, 204, {
      ...GRANTED,
      'access-control-allow-methods': 'GET,HEAD,PUT',
      vary: PREFLIGHT_VARY,
    }),
    preflight('/partner', 'PUT', EVIL, 403, { vary: PREFLIGHT_VARY }),
    get('/partner/locked', PARTNER, 401, GRANTED),
    get('/partner/locked', EVIL, 401, VARY),
    get('/nowhere', EVIL, 404, root === '*' ? ANY : VARY),
  ];
}

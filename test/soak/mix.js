// The kinds of requests, and how often each of them comes. What an attacker chooses (origins,
// methods, names of headers, paths) is another one each time: whatever is kept by it shows in the
// memory.
import {
  anyOrigin,
  APP,
  get,
  granted,
  grantedPreflight,
  off,
  post,
  preflight,
  refused,
  refusedPreflight,
  ROOT,
  withCredentials,
} from './asked.js';

const kinds = [];

/** Adds a kind: its name, how often it comes, and what makes a request of it. */
function kind(name, weight, make) {
  kinds.push({ name, weight, make });
}

const json = (name) => JSON.stringify({ name });
const stranger = (random) => `https://${random.word()}.evil.example`;
const customer = (random) =>
  random.below(4) === 0
    ? `https://${random.word()}.customer.example`
    : `https://customer-${random.below(500)}.example`;
const listed = (origin) =>
  granted(origin, { ...withCredentials, 'access-control-expose-headers': 'X-Request-Id' });

kind('a customer', 10, (random) => {
  const origin = customer(random);
  return get('/listed', origin, 200, listed(origin));
});
kind('a body', 4, (random) => {
  const origin = customer(random);
  return post('/listed', origin, json(random.word()), 200, listed(origin));
});
kind('a stranger', 6, (random) => get('/listed', stranger(random), 200, refused));
kind('the opaque origin', 1, () => get('/listed', 'null', 200, refused));
kind('what is no origin', 1, (random) => get('/listed', random.word(), 200, refused));
kind('no origin', 6, (random) => get(`/listed?${random.word()}`, undefined, 200, refused));
kind('any origin', 5, (random) => get('/open', stranger(random), 200, anyOrigin));
kind('any origin, without one', 1, () => get('/open', undefined, 200, anyOrigin));
kind('switched off', 3, (random) => get('/off', random.of([APP, undefined]), 200, off));
kind('a handler that varies', 3, () =>
  get('/listed/varying', APP, 200, { ...listed(APP), vary: 'Origin, Accept' }),
);

kind('404', 5, (random) => get(`/nowhere/${random.word()}`, ROOT, 404, granted(ROOT)));
kind('404, refused', 2, (random) => get(`/nowhere/${random.word()}`, APP, 404, refused));
kind('401 of a guard', 4, () => get('/listed/guarded', APP, 401, listed(APP)));
kind('500 of a handler', 3, () => get('/listed/broken', APP, 500, listed(APP)));
kind('400 of malformed JSON', 3, () => post('/listed', APP, '{"cat":', 400, listed(APP)));
kind('413', 2, () => post('/listed', APP, json('x'.repeat(5000)), 413, listed(APP)));
kind('ended by a middleware', 2, () => get('/ended', ROOT, 200, granted(ROOT)));

kind('preflight', 14, (random) => {
  const origin = customer(random);
  const headers = random.of([undefined, 'content-type', 'content-type,x-token']);
  const answer = grantedPreflight(origin, 'GET,HEAD,PUT,POST', {
    ...withCredentials,
    'access-control-allow-headers': 'content-type,x-token',
    'access-control-max-age': '600',
  });
  return preflight('/listed', origin, { method: 'PUT', headers }, 204, answer);
});
kind('preflight for any header', 6, (random) => {
  const headers = `x-${random.word()}`;
  const answer = {
    ...anyOrigin,
    'access-control-allow-methods': 'GET,HEAD',
    'access-control-allow-headers': headers,
  };
  return preflight('/open', stranger(random), { headers }, 204, answer);
});
kind('preflight of a stranger', 6, (random) =>
  preflight('/listed', stranger(random), { method: 'PUT' }, 403, refusedPreflight),
);
kind('preflight for another method', 4, (random) =>
  preflight('/listed', APP, { method: random.word() }, 403, refusedPreflight),
);
kind('preflight for another header', 4, (random) =>
  preflight('/listed', APP, { headers: `x-${random.word()}` }, 403, refusedPreflight),
);
kind('preflight, switched off', 2, () => preflight('/off', APP, {}, 403, off));
kind('preflight, switched off for a method', 2, (random) =>
  preflight('/open', stranger(random), { method: 'PUT' }, 403, off),
);
kind('preflight, 404', 3, (random) => {
  const methods = 'GET,HEAD,PUT,PATCH,POST,DELETE';
  const answer = grantedPreflight(ROOT, methods);
  return preflight(`/nowhere/${random.word()}`, ROOT, { method: 'DELETE' }, 204, answer);
});

for (const form of ['sync', 'async', 'late', 'callback', 'injected']) {
  const path = `/functions/${form}`;
  kind(`origin function, ${form}`, 2, () => get(path, APP, 200, granted(APP)));
  kind(`origin function, ${form}, refused`, 1, (random) =>
    get(path, stranger(random), 200, refused),
  );
  kind(`preflight, origin function, ${form}`, 0.5, () =>
    preflight(path, APP, {}, 204, grantedPreflight(APP, 'GET,HEAD')),
  );
}
for (const failure of ['throws', 'rejects', 'hangs', 'answers']) {
  const path = `/failing/${failure}`;
  kind(`origin function, ${failure}`, 0.5, (random) => get(path, stranger(random), 200, refused));
  kind(`origin function, ${failure} else`, 0.5, () => get(path, APP, 200, granted(APP)));
  kind(`preflight, origin function, ${failure}`, 0.25, (random) =>
    preflight(path, stranger(random), {}, 403, refusedPreflight),
  );
}

const streamed = granted(APP, withCredentials);
kind('a file', 2, () => get('/streams/file', APP, 200, streamed));
kind('events', 1, () => get('/streams/events', APP, 200, streamed));
kind('events, one after another', 1, () => get('/streams/events/later', APP, 200, streamed));
kind('raw writes', 3, () => get('/streams/raw', APP, 200, { ...streamed, vary: 'Origin, Accept' }));

// What the client gives up, on the way: see exchange.js.
kind('half a body', 2, (random) => ({
  ...post(random.of(['/listed', '/functions/body', '/nowhere']), APP),
  giveUp: 'sending',
}));
kind('an endless stream', 2, (random) => ({
  ...get(`/streams/${random.of(['file', 'events', 'raw'])}/endless`, APP, 200, streamed),
  giveUp: 'reading',
}));
kind('an origin function that is late', 2, (random) => ({
  ...random.of([
    get('/failing/hangs', stranger(random)),
    get('/functions/late', APP),
    preflight('/failing/hangs', stranger(random), {}),
    preflight('/functions/injected', APP, {}),
  ]),
  giveUp: 'waiting',
}));
kind('a handler that is late', 1, () => ({ ...get('/listed/slow', APP), giveUp: 'waiting' }));

// Several on one connection, without waiting in between: see pipeline.js.
for (const giveUp of [undefined, 'pipelining']) {
  kind('pipelined', 0.5, (random) => {
    const origin = customer(random);
    const pipelined = [
      get('/functions/late', APP, 200, granted(APP)),
      get('/listed', origin, 200, listed(origin)),
      get('/open', stranger(random), 200, anyOrigin),
      get('/failing/rejects', stranger(random), 200, refused),
    ];
    return { method: 'GET', path: 'several', pipelined, giveUp };
  });
}

const total = kinds.reduce((sum, { weight }) => sum + weight, 0);

/** Makes a request of a random kind. */
export function randomRequest(random) {
  let at = random.next() * total;
  const { name, make } = kinds.find(({ weight }) => (at -= weight) < 0) ?? kinds[0];
  return { name, ...make(random) };
}

// The pages that call the API, and what they compare the browser's answers with.
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { corsOptions } from './app.module.js';

type Options = ReturnType<typeof corsOptions>;

interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** The policy that the decorators of the handler lead to. */
  readonly policy: 'public' | 'partner' | 'root' | 'off';
  /** What stands on the method itself. */
  readonly decorator?: string;
  readonly note?: string;
  readonly cookies?: true;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

const json = { 'Content-Type': 'application/json' };
const key = { 'X-Api-Key': 'demo' };

/** Every request of the API, controller by controller. Each page sends all of them. */
const controllers: { name: string; decorator: string; audience: string; requests: ApiRequest[] }[] =
  [
    {
      name: 'WidgetController',
      decorator: "@Cors('public')",
      audience: 'any origin, without cookies',
      requests: [
        { method: 'GET', path: '/widget', policy: 'public' },
        { method: 'GET', path: '/widget', policy: 'public', cookies: true },
        {
          method: 'GET',
          path: '/widget/news/1',
          policy: 'public',
          decorator: "@Cors({ exposedHeaders: ['ETag'] })",
        },
        {
          method: 'PUT',
          path: '/widget',
          policy: 'partner',
          decorator: "@Cors('partner')",
          headers: { ...key, ...json },
          body: { headline: 'Snow' },
        },
      ],
    },
    {
      name: 'OrdersController',
      decorator: "@Cors('partner')",
      audience: 'partners, with a key in a header',
      requests: [
        { method: 'GET', path: '/orders', policy: 'partner', headers: key },
        { method: 'GET', path: '/orders', policy: 'partner', note: 'no key: 401 from a guard' },
        {
          method: 'GET',
          path: '/orders',
          policy: 'partner',
          headers: { ...key, 'X-Debug': '1' },
        },
        {
          method: 'POST',
          path: '/orders',
          policy: 'partner',
          headers: { ...key, ...json },
          body: { item: 'Ticket' },
        },
      ],
    },
    {
      name: 'AccountController',
      decorator: 'CorsModule.forRootAsync(…)',
      audience: 'the own app, with cookies',
      requests: [
        { method: 'POST', path: '/session', policy: 'root', cookies: true, note: 'logs in' },
        { method: 'GET', path: '/profile', policy: 'root', cookies: true },
        { method: 'GET', path: '/profile', policy: 'root', note: 'no cookies: 401 from a guard' },
        {
          method: 'PUT',
          path: '/profile',
          policy: 'root',
          cookies: true,
          headers: json,
          body: { name: 'Ada L.' },
        },
        { method: 'GET', path: '/nowhere', policy: 'root', note: 'no handler: 404' },
      ],
    },
    {
      name: 'InternalController',
      decorator: '@SkipCors()',
      audience: 'no page at all',
      requests: [
        { method: 'GET', path: '/internal/metrics', policy: 'off' },
        { method: 'DELETE', path: '/internal/cache', policy: 'off' },
      ],
    },
  ];

const pages = [
  {
    name: 'app',
    title: 'The own app',
    about: 'Its users log in here, and a cookie remembers them.',
  },
  { name: 'partner', title: 'A partner', about: 'Its scripts have an API key, and no cookie.' },
  { name: 'evil', title: 'Anybody else', about: 'A site that the API knows nothing about.' },
];

/** What the policy says about a request of an origin: read off the options, before anything is sent. */
function verdict(options: Options, request: ApiRequest, origin: string) {
  const refused = (why: string) => ({ granted: false, why });
  if (request.policy === 'off') return refused('CORS is off here');

  const policy = request.policy === 'root' ? options : options.policies[request.policy];
  const anyOrigin = policy.origin === '*';
  if (!anyOrigin && !policy.origin.includes(origin)) {
    return refused(`lists only ${policy.origin.join(', ')}`);
  }
  if (request.cookies && !policy.credentials) return refused('any origin, but never with cookies');

  const stranger = Object.keys(request.headers ?? {}).find(
    (name) => 'allowedHeaders' in policy && !policy.allowedHeaders.includes(name),
  );
  if (stranger) return refused(`lists this origin, but not ${stranger}`);
  return { granted: true, why: anyOrigin ? 'any origin, without cookies' : 'lists this origin' };
}

/**
 * Notes every request that reaches the API, before Nest sees it, under the `run` of its query string.
 * This is how a page learns about preflights: scripts never see them.
 */
function observe(api: Server) {
  const runs = new Map<string, { method: string; response: ServerResponse }[]>();
  api.prependListener('request', ({ method = '', url = '' }, response: ServerResponse) => {
    const run = new URLSearchParams(url.split('?')[1]).get('run');
    if (run) runs.set(run, [...(runs.get(run) ?? []), { method, response }]);
  });
  return (run: string) => {
    const seen = runs.get(run) ?? [];
    runs.delete(run);
    return seen.map(({ method, response }) => ({ method, status: response.statusCode }));
  };
}

/** Serves one page for each of the origins above, told apart by the `Host` header. */
export function createPages(api: Server, options: Options, ports: { api: number; pages: number }) {
  const read = (name: string) => readFileSync(join(import.meta.dirname, name));
  const files = new Map([
    ['/', { type: 'text/html; charset=utf-8', body: read('page.html') }],
    ['/page.css', { type: 'text/css', body: read('page.css') }],
    ['/page.js', { type: 'text/javascript', body: read('page.js') }],
  ]);
  const origins = pages.map((page) => ({
    ...page,
    origin: `http://${page.name}.localhost:${ports.pages}`,
  }));
  const observed = observe(api);

  /** Everything that a page shows before it has sent anything. */
  function about(host = '') {
    const here = origins.find(({ name }) => host.startsWith(`${name}.`));
    return {
      here,
      pages: origins,
      api: `http://api.localhost:${ports.api}`,
      controllers: controllers.map((controller) => ({
        ...controller,
        requests: controller.requests.map((request) => ({
          ...request,
          ...(here && verdict(options, request, here.origin)),
        })),
      })),
    };
  }

  return createServer((request, response) => {
    const [path = '/', query] = (request.url ?? '/').split('?');
    const file = files.get(path);
    if (file) {
      response.setHeader('Content-Type', file.type).end(file.body);
    } else if (path === '/page.json') {
      response.end(JSON.stringify(about(request.headers.host)));
    } else if (path === '/observed') {
      response.end(JSON.stringify(observed(new URLSearchParams(query).get('run') ?? '')));
    } else {
      response.writeHead(404).end();
    }
  });
}

import fc from 'fast-check';
import type { CorsOptions, CorsOriginFunction, OriginEntry } from 'nestjs-cors';
import type { Ports } from '../support/site.js';
import type { From } from '../support/tabs.js';

/** The methods that a random controller may serve. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** A way to write `origin`, beside the pages that it is meant for: what they are is said by hand. */
export interface DeclaredOrigin {
  readonly written: (ports: Ports) => OriginEntry | readonly OriginEntry[] | CorsOriginFunction;
  readonly covers: readonly From[] | '*';
}

/** Options whose origin is known by what it covers. */
export interface DeclaredOptions extends Omit<CorsOptions, 'origin'> {
  readonly origin?: DeclaredOrigin;
}

/** A controller: what it serves, and what is written on the class and on some of the methods. */
export interface DeclaredController {
  readonly serves: readonly Method[];
  readonly onClass: DeclaredOptions & { readonly origin: DeclaredOrigin };
  readonly onMethods: Readonly<Partial<Record<Method, DeclaredOptions | false>>>;
}

const entry = (covers: readonly From[], written: (ports: Ports) => string | RegExp) => ({
  covers,
  written,
});

const entries = fc.constantFrom(
  entry(['page'], ({ port }) => `http://page.localhost:${port}`),
  entry(['sub'], ({ port }) => `http://sub.page.localhost:${port}`),
  entry(['page on another port'], ({ port2 }) => `http://page.localhost:${port2}`),
  entry(['sub'], ({ port }) => `http://*.page.localhost:${port}`),
  entry(['page', 'page on another port'], () => 'http://page.localhost:*'),
  entry(['sub'], () => 'http://*.page.localhost:*'),
  entry(['page'], ({ port }) => new RegExp(`^http://[a-z]+\\.localhost:${port}$`)),
  entry(['page', 'page on another port'], () => /^http:\/\/page\.localhost:\d+$/),
  entry(['sandbox', 'data-worker'], () => 'null'),
  entry([], ({ port }) => `https://page.localhost:${port}`),
  entry([], () => 'http://page.localhost'),
  entry([], ({ port }) => `http://other.localhost:${port}`),
);

const origin: fc.Arbitrary<DeclaredOrigin> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ covers: '*' as const, written: () => '*' as const }) },
  {
    weight: 6,
    arbitrary: fc.array(entries, { minLength: 1, maxLength: 3 }).map((list) => ({
      covers: list.flatMap(({ covers }) => covers),
      written: (ports: Ports) => list.map(({ written }) => written(ports)),
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      covers: ['sub'] as const,
      written: () => async (asking: string) => asking.startsWith('http://sub.'),
    }),
  },
);

const some = <T>(values: readonly T[]) => fc.subarray([...values]);
const options = {
  methods: fc.oneof(fc.constant('*'), fc.subarray([...METHODS, 'HEAD'], { minLength: 3 })),
  allowedHeaders: fc.oneof(
    fc.constantFrom('*', ['*', 'Authorization']),
    some(['x-trace', 'X-Api-Key', 'Authorization', 'Content-Type', 'Accept']),
  ),
  exposedHeaders: fc.oneof(fc.constant('*'), some(['X-A', 'x-b', 'X-C'])),
  credentials: fc.boolean(),
  maxAge: fc.constantFrom(-1, 0, 600),
  optionsSuccessStatus: fc.constantFrom(200, 204),
};

const onMethod = fc.oneof(
  { weight: 1, arbitrary: fc.constant(false as const) },
  { weight: 5, arbitrary: fc.record({ ...options, origin }, { requiredKeys: [] }) },
);

/** Any controller that boots. */
export const controllers: fc.Arbitrary<DeclaredController> = fc
  .record({
    serves: fc.subarray([...METHODS], { minLength: 2 }),
    onClass: fc.record({ ...options, origin }, { requiredKeys: ['origin'] }),
    onMethods: fc.record(Object.fromEntries(METHODS.map((method) => [method, onMethod])), {
      requiredKeys: [],
    }),
  })
  .filter((declared) => declared.serves.every((method) => boots(effective(declared, method))));

/** What is declared for a method: its own options before those of the class. */
export function effective(
  { onClass, onMethods }: DeclaredController,
  method: Method,
): DeclaredController['onClass'] | false {
  const own = onMethods[method];
  return own === false ? false : { ...onClass, ...own };
}

/** README, "What is refused at boot": what is for anybody has no credentials. */
function boots(declared: DeclaredController['onClass'] | false): boolean {
  if (declared === false || declared.credentials !== true) return true;
  const { covers } = declared.origin;
  return covers !== '*' && !covers.includes('sandbox') && declared.exposedHeaders !== '*';
}

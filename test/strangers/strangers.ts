import { inspect } from 'node:util';

/** Stands in every text of a stranger, and may be printed nowhere. */
export const SECRET = 'hunter2-s3cr3t';
const TEXT = `postgres://admin:${SECRET}@database.example/${SECRET}?key=${SECRET}`;

const raise = (): never => {
  throw new Error(TEXT);
};
const throwing = new Proxy(
  {},
  Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((trap) => [trap, raise])),
);
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable<object>([], {});
  revoke();
  return proxy;
};
const cyclic = (): object => {
  const value: Record<string, unknown> = { password: SECRET };
  value['self'] = value;
  return value;
};
const withGetter = (target: object, name: PropertyKey): object =>
  Object.defineProperty(target, name, { get: raise, enumerable: true });

class Printing {
  readonly password = SECRET;
  [inspect.custom](): string {
    return SECRET;
  }
}
class Looping {
  [inspect.custom](): never {
    return raise();
  }
}

/** Values that code which is not ours may give, answer or throw. Each is made anew. */
export const STRANGERS: Readonly<Record<string, () => unknown>> = {
  'a proxy that throws': () => throwing,
  'a revoked proxy': revoked,
  'a proxy of a function that throws': () => new Proxy(() => true, { get: raise, apply: raise }),
  'an error': () => new Error(TEXT),
  'an error whose message throws': () => withGetter(new Error('e'), 'message'),
  'an error whose name throws': () => withGetter(new TypeError(TEXT), 'name'),
  'an error whose name is a secret': () => Object.assign(new Error(TEXT), { name: SECRET }),
  'a list whose member throws': () => withGetter(['https://a.example'], 1),
  'a list of what throws': () => [{ toString: raise, toJSON: raise, [Symbol.toPrimitive]: raise }],
  'a list that iterates for ever': () =>
    Object.assign(['https://a.example'], {
      *[Symbol.iterator]() {
        for (;;) yield SECRET;
      },
    }),
  'a list of any length': () => Array(4_294_967_295),
  'an object whose then throws': () => withGetter({}, 'then'),
  'an object with a tag that throws': () => withGetter({}, Symbol.toStringTag),
  'an object that prints a secret': () => new Printing(),
  'an object that throws when it is printed': () => new Looping(),
  'an object that holds itself': cyclic,
  'a function with a name that throws': () => withGetter(() => true, 'name'),
  'a map': () => new Map([[SECRET, SECRET]]),
  'a connection string': () => TEXT,
  'a huge text': () => `${TEXT}${'x'.repeat(1_000_000)}`,
  'a row': () => ({ origin: 'https://a.example', password: SECRET }),
  'a list of rows': () => [{ origin: 'https://a.example', password: SECRET }],
  'a symbol': () => Symbol(SECRET),
  'a bigint': () => 10n ** 1000n,
  nothing: () => null,
};

/** What comes later, in ways that no promise has. */
export const THENABLES: Readonly<Record<string, () => unknown>> = {
  /* oxlint-disable unicorn/no-thenable -- that is what they are */
  'one that resolves to itself': () => {
    const self = { then: (resolve: (value: unknown) => void) => resolve(self) };
    return self;
  },
  'one that calls both': () => ({
    then: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => {
      resolve('*');
      reject(new Error(TEXT));
    },
  }),
  'one that throws after it has called back': () => ({
    then: (resolve: (value: unknown) => void) => {
      resolve('*');
      raise();
    },
  }),
  'one that rejects after it has called back': () => ({
    async then(resolve: (value: unknown) => void) {
      resolve('*');
      raise();
    },
  }),
  'one that never calls back': () => ({ then: () => undefined }),
  'a promise whose constructor throws': () => withGetter(Promise.resolve('*'), 'constructor'),
  'a promise whose then throws': () => withGetter(Promise.resolve('*'), 'then'),
};

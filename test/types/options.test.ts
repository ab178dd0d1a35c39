import { describe, expect, it } from '@jest/globals';
import type { CorsOptions as NestCorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import {
  Cors,
  CorsModule,
  type CorsModuleOptions,
  type CorsOptions,
  parseOrigins,
} from 'nestjs-cors';

// The compiler is the test here: `npm test` runs it, and it fails where an error that is expected
// does not come. Jest runs the lines as well, to show that they are code.
const fromEnvironment: string = ['https', 'app.example.com'].join('://');
const several: string[] = [fromEnvironment];

describe('the compiler', () => {
  it('takes what can work', () => {
    expect([
      Cors(),
      Cors(false),
      Cors('public'),
      Cors({}),
      Cors({ origin: '*' }),
      Cors({ origin: '*', credentials: false }),
      Cors({ origin: 'https://app.example.com', credentials: true }),
      Cors({ origin: ['https://*.example.com', 'http://localhost:*', /^https:\/\/a\.example$/] }),
      Cors({ origin: 'null', dangerouslyAllowNullOrigin: true }),
      Cors({ origin: (origin) => origin.endsWith('.example') }),
      Cors({ origin: async (origin, request) => request.headers.host === origin }),
      Cors({ origin: (_origin, callback) => callback(null, ['https://app.example.com']) }),
      Cors({ origin: { load: () => ['https://app.example.com'] }, credentials: true }),
      Cors({
        origin: { load: async () => several, refresh: 1000, onError: ({ cause }) => void cause },
      }),
      Cors((inherited) => ({ allowedHeaders: [...inherited.allowedHeaders, 'X-Trace'] })),
    ]).toHaveLength(15);
  });

  it('takes what is only known to be a string, without a cast', () => {
    expect([
      Cors({ origin: fromEnvironment, credentials: true }),
      Cors({ origin: several, credentials: true }),
      Cors({ origin: [fromEnvironment, 'https://app.example.com'] }),
      CorsModule.forRoot({ origin: parseOrigins(fromEnvironment), credentials: true }),
      CorsModule.forRoot({ origin: process.env['CORS_ORIGIN'] ?? false }),
    ]).toHaveLength(5);
  });

  it('refuses a literal that cannot be an origin', () => {
    expect([
      // @ts-expect-error -- no scheme
      () => Cors({ origin: 'example.com' }),
      // @ts-expect-error -- a slash at the end
      () => Cors({ origin: 'https://example.com/' }),
      // @ts-expect-error -- a path
      () => Cors({ origin: 'https://example.com/path' }),
      // @ts-expect-error -- upper case
      () => Cors({ origin: 'https://APP.example.com' }),
      // @ts-expect-error -- two in one
      () => Cors({ origin: 'https://a.example,https://b.example' }),
      // @ts-expect-error -- nothing
      () => Cors({ origin: '' }),
      // @ts-expect-error -- one of a list
      () => Cors({ origin: ['https://a.example', 'b.example'] }),
      // @ts-expect-error -- in forRoot
      () => CorsModule.forRoot({ origin: 'https://example.com/' }),
      // @ts-expect-error -- in a policy that has a name
      () => CorsModule.forRoot({ policies: { partner: { origin: 'partner.example' } } }),
      // @ts-expect-error -- in the policy of a path
      () => CorsModule.forRoot({ paths: [{ path: '/docs', policy: { origin: 'docs.example' } }] }),
      // @ts-expect-error -- reflection
      () => Cors({ origin: true }),
      // @ts-expect-error -- a list of origins is loaded with a function
      () => Cors({ origin: { load: several } }),
    ]).toHaveLength(12);
  });

  it('refuses "*" with credentials', () => {
    expect([
      // @ts-expect-error -- any origin
      () => Cors({ origin: '*', credentials: true }),
      // @ts-expect-error -- in a list
      () => Cors({ origin: ['*'], credentials: true }),
      // @ts-expect-error -- not the first of a list
      () => Cors({ origin: ['https://a.example', '*'], credentials: true }),
      // @ts-expect-error -- in forRoot
      () => CorsModule.forRoot({ origin: '*', credentials: true }),
      // @ts-expect-error -- in a policy that has a name
      () => CorsModule.forRoot({ policies: { public: { origin: '*', credentials: true } } }),
    ]).toHaveLength(5);
  });

  it('refuses values of other types, and names that are no options', () => {
    expect([
      // @ts-expect-error -- a number, not its text
      () => Cors({ maxAge: '600' }),
      // @ts-expect-error -- no such option
      () => Cors({ allowHeaders: ['X-A'] }),
      // @ts-expect-error -- no such option
      () => CorsModule.forRoot({ polices: {} }),
      // @ts-expect-error -- a path without a policy
      () => CorsModule.forRoot({ paths: [{ path: '/docs' }] }),
      // @ts-expect-error -- an object, or something else that it can be
      () => Cors(1),
      // @ts-expect-error -- a boolean, not its text
      () => Cors({ credentials: 'true' }),
    ]).toHaveLength(6);
  });

  it('refuses an upstream that has a policy, or that is not true', () => {
    const policy = { origin: 'https://a.example' };
    expect([
      // @ts-expect-error -- an upstream has a CORS of its own
      () => CorsModule.forRoot({ paths: [{ path: '/a', upstream: true, policy }] }),
      // @ts-expect-error -- it is true, or there is a policy
      () => CorsModule.forRoot({ paths: [{ path: '/a', upstream: false }] }),
      // @ts-expect-error -- one of them
      () => CorsModule.forRoot({ paths: [{ path: '/a' }] }),
    ]).toHaveLength(3);
  });

  it('works with satisfies, and where undefined has to be written', () => {
    const options = { origin: ['https://a.example'], maxAge: 60 } satisfies CorsOptions;
    const root: CorsModuleOptions = {
      ...options,
      credentials: undefined,
      dangerouslyAllowInsecureOrigins: ['http://192.168.0.10'],
      policies: { a: options },
      paths: [
        { path: '/docs', policy: options },
        { path: '/graphql', policy: 'a' },
        { path: '/uploads', policy: false },
        { path: '/legacy', upstream: true },
        { path: '/files', policy: ({ exposedHeaders }) => ({ exposedHeaders }) },
      ],
    };
    // @ts-expect-error -- a misspelling
    const misspelt = { orign: '*' } satisfies CorsOptions;
    expect([Cors(options), CorsModule.forRoot(root), misspelt]).toHaveLength(3);
  });

  it('takes what was written for enableCors, where that can work', () => {
    const nest = { methods: 'GET,PUT', maxAge: 60, credentials: true } satisfies NestCorsOptions;
    expect(Cors({ ...nest, origin: 'https://app.example.com' })).toBeInstanceOf(Function);
  });
});

import fc from 'fast-check';

/** A request of somebody who is no browser. */
export interface Hostile {
  readonly method: string;
  readonly path: string;
  /** Header lines, in order; a name may come twice. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Everything that Node's parser lets through in a header field: no control characters but the tab. */
const byte = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f);
const bytes = fc
  .array(fc.oneof({ weight: 9, arbitrary: byte }, fc.constant(0x09)), { maxLength: 40 })
  .map((codes) => String.fromCodePoint(...codes));

/** Long, and made of something that makes naive code slow. */
const long = fc
  .tuple(fc.constantFrom('a', 'a.', ',', ', ', '%61', '-', ' ', 'x-a,', '\u00e9'), fc.nat(3000))
  .map(([part, times]) => part.repeat(times).slice(0, 6000));

const HOSTS = [
  'app.example.com',
  'a.b.example.com',
  'example.com',
  'localhost',
  '[::1]',
  'evil.example',
];

/** Almost an origin that is granted, or one that is. */
const origin = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'https://app.example.com',
      'https://a.b.example.com',
      'http://localhost:5173',
    ),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom('https', 'http', 'HTTPS', 'ws', 'https+x', ''),
        fc.constantFrom('://', ':', '//', ':///', ':\\\\'),
        fc.oneof(fc.constantFrom(''), bytes),
        fc.constantFrom(...HOSTS),
        fc.oneof(
          fc.constantFrom(
            '',
            ':443',
            ':0',
            ':65536',
            ':',
            '/',
            '.',
            '@evil.example',
            '\u3002com'.slice(1),
          ),
          bytes,
        ),
      )
      .map((parts) => parts.join('')),
  },
  fc.constantFrom('null', '*', '', 'null, null', 'https://app.example.com, https://evil.example'),
  bytes,
  long,
);

const asked = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('GET', 'PUT') },
  fc.constantFrom('GET', 'PUT', 'put', '*', 'TRACE', 'GET, PUT', '__proto__', 'constructor', ''),
  bytes,
  long,
);
const headers = fc.oneof(
  fc.constantFrom(
    'x-a',
    'X-A, x-b',
    ',,,,',
    'x-a x-b',
    '*',
    'authorization',
    '__proto__',
    'cookie',
  ),
  bytes,
  long,
);
const path = fc.oneof(
  fc.constantFrom(
    '/listed',
    '/any',
    '/async',
    '/off',
    '/nowhere',
    '/listed/',
    '//listed',
    '/LISTED',
  ),
  fc.constantFrom(
    '*',
    '/%FF',
    '/listed/%',
    '/listed/..',
    'http://evil.example/listed',
    '/listed?a=%FF',
  ),
  fc.webPath().map((webPath) => (webPath.startsWith('/') ? webPath : `/${webPath}`)),
);
const method = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('OPTIONS', 'GET') },
  fc.constantFrom('HEAD', 'PUT', 'DELETE', 'PROPFIND', 'TRACE', 'CONNECTED', 'get'),
);

const field = <Name extends string>(name: Name, value: fc.Arbitrary<string>) =>
  fc.array(value, { maxLength: 2 }).map((values) => values.map((one) => [name, one] as const));

/** Any request: mostly a preflight, with whatever in its headers, once, twice or not at all. */
export const hostile: fc.Arbitrary<Hostile> = fc.record({
  method,
  path,
  fields: fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: origin.map((value) => [['Origin', value] as const]) },
        field('origin', origin),
      ),
      field('Access-Control-Request-Method', asked),
      field('access-control-request-headers', headers),
      fc.constantFrom(
        [],
        [['Host', 'app.example.com'] as const],
        [['X-Forwarded-Host', 'app.example.com'] as const],
      ),
    )
    .map((lists) => lists.flat()),
});

/** The only value of a header field, without the white space around it; nothing if there are several. */
export function only({ fields }: Hostile, name: string): string | undefined {
  const values = fields.filter(([given]) => given.toLowerCase() === name);
  return values.length === 1 ? values[0]?.[1].replaceAll(/^[ \t]+|[ \t]+$/g, '') : undefined;
}

/** The origins that every policy of the tests grants, in another way than the library's. */
export function isDeclared(value: string | undefined): boolean {
  if (value === undefined || !/^[\u0021-\u007e]+$/.test(value)) return false;
  return (
    value === 'https://app.example.com' ||
    /^https:\/\/(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+example\.com$/.test(value) ||
    (/^http:\/\/localhost(?::[1-9]\d{0,4})?$/.test(value) &&
      Number(value.split(':')[2] ?? 1) < 65_536)
  );
}

import { expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';

// The compiler is the test here.
it('reportOnly is checked by the compiler as the options that it stands beside are', () => {
  expect([
    Cors({ reportOnly: { origin: 'https://app.example.com', credentials: true } }),
    Cors({ reportOnly: { origin: false } }),
    Cors({ reportOnly: false }),
    CorsModule.forRoot({
      origin: 'https://app.example.com',
      reportOnly: { methods: 'GET' },
      policies: { tried: { reportOnly: { maxAge: 5 } } },
      paths: [{ path: '/docs', policy: { reportOnly: { origin: '*' } } }],
    }),
    // @ts-expect-error -- a slash at the end
    () => Cors({ reportOnly: { origin: 'https://app.example.com/' } }),
    // @ts-expect-error -- any origin with credentials
    () => Cors({ reportOnly: { origin: '*', credentials: true } }),
    // @ts-expect-error -- there is nothing beside it
    () => Cors({ reportOnly: { reportOnly: { origin: 'https://app.example.com' } } }),
    // @ts-expect-error -- no such option
    () => Cors({ reportOnly: { origins: 'https://app.example.com' } }),
    // @ts-expect-error -- what would it report
    () => Cors({ reportOnly: true }),
    // @ts-expect-error -- no scheme
    () => CorsModule.forRoot({ reportOnly: { origin: 'app.example.com' } }),
    () =>
      CorsModule.forRoot({
        // @ts-expect-error -- upper case
        policies: { tried: { reportOnly: { origin: 'https://APP.example.com' } } },
      }),
  ]).toHaveLength(11);
});

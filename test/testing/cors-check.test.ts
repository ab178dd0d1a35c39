import { expect, it } from '@jest/globals';
import { corsCheck } from '../../lib/testing/cors-check.js';
import { pageRequest } from '../../lib/testing/page-request.js';

const PAGE = 'https://app.example.com';
const API = new URL('https://api.example.com/');

async function checked(credentials: 'omit' | 'include', ...lines: [string, string][]) {
  const request = await pageRequest(PAGE, API, { credentials });
  const fault = corsCheck(request, new Headers(lines));
  return fault && [fault.reason, fault.why];
}

const origin = (value: string): [string, string] => ['Access-Control-Allow-Origin', value];
const credentials = (value: string): [string, string] => [
  'Access-Control-Allow-Credentials',
  value,
];

// https://fetch.spec.whatwg.org/#concept-cors-check
it.each([
  ['omit', [origin('*')]], // step 3
  ['omit', [origin(PAGE)]], // step 5
  ['omit', [origin(PAGE), credentials('nonsense')]],
  ['include', [origin(PAGE), credentials('true')]], // step 7
] as const)('with credentials "%s", %j lets the page in', async (mode, lines) => {
  expect(await checked(mode, ...lines)).toBeUndefined();
});

it.each([
  [
    'omit',
    [],
    'origin-missing', // step 2
    'has no Access-Control-Allow-Origin: expected "https://app.example.com" or "*"',
  ],
  [
    'omit',
    [origin(`${PAGE}/`)],
    'origin-differs', // step 4
    'has Access-Control-Allow-Origin "https://app.example.com/": expected "https://app.example.com" or "*"',
  ],
  [
    'omit',
    [origin(PAGE), origin(PAGE)],
    'origin-several',
    'has Access-Control-Allow-Origin "https://app.example.com, https://app.example.com", which is more than one: expected "https://app.example.com" or "*"',
  ],
  [
    'include',
    [origin('*'), credentials('true')],
    'origin-wildcard',
    'has Access-Control-Allow-Origin "*", which is for requests without credentials: expected "https://app.example.com"',
  ],
  [
    'include',
    [origin(PAGE)],
    'credentials-missing', // step 8
    'has no Access-Control-Allow-Credentials: expected "true", for the request has credentials',
  ],
  [
    'include',
    [origin(PAGE), credentials('True')],
    'credentials-not-true',
    'has Access-Control-Allow-Credentials "True": expected "true", for the request has credentials',
  ],
] as const)('with credentials "%s", %j keeps it out', async (mode, lines, reason, why) => {
  expect(await checked(mode, ...lines)).toEqual([reason, why]);
});

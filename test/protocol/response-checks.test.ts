import { describe, expect, it } from '@jest/globals';
import {
  failedCorsCheck,
  failedHeadersCheck,
  failedMethodCheck,
  type CheckedRequest,
} from '../../lib/protocol/response-checks.js';

const APP = 'https://app.example.com';
const plain: CheckedRequest = { origin: APP, method: 'PUT', credentials: false };
const withCookies: CheckedRequest = { ...plain, credentials: true };

const origin = (value: string) => ({ 'Access-Control-Allow-Origin': value });
const methods = (value: string) => ({ 'Access-Control-Allow-Methods': value });
const names = (value: string) => ({ 'Access-Control-Allow-Headers': value });
const COOKIES = { 'Access-Control-Allow-Credentials': 'true' };

type Fields = Readonly<Record<string, string>>;

// https://fetch.spec.whatwg.org/#concept-cors-check
describe('the CORS check', () => {
  const NO_ORIGIN = 'there is no Access-Control-Allow-Origin';
  const NO_COOKIES =
    'there is no Access-Control-Allow-Credentials, and the request includes credentials';
  const ANY = 'Access-Control-Allow-Origin is "*", which is for requests without credentials';
  const is = (value: string) => `Access-Control-Allow-Origin is ${JSON.stringify(value)}`;

  it.each<[step: string, Fields, CheckedRequest, why: string | undefined]>([
    ['2', {}, plain, NO_ORIGIN],
    ['2', { ...COOKIES, Vary: 'Origin' }, withCookies, NO_ORIGIN],
    ['3', origin('*'), plain, undefined],
    ['3', { ...origin('*'), ...COOKIES }, plain, undefined],
    ['4', origin('*'), withCookies, ANY],
    ['4', { ...origin('*'), ...COOKIES }, withCookies, ANY],
    ['4', origin('https://b.example'), plain, is('https://b.example')],
    ['4', { ...origin('null'), ...COOKIES }, withCookies, is('null')],
    ['4', origin(`${APP}/`), plain, is(`${APP}/`)],
    ['4', origin('https://App.example.com'), plain, is('https://App.example.com')],
    ['4', origin(`${APP}, ${APP}`), plain, is(`${APP}, ${APP}`)],
    ['4', origin('"*"'), plain, 'Access-Control-Allow-Origin is "\\"*\\""'],
    ['5', origin(APP), plain, undefined],
    ['7', { ...origin(APP), ...COOKIES }, withCookies, undefined],
    ['8', origin(APP), withCookies, NO_COOKIES],
    ['8', { ...origin(APP), 'Access-Control-Allow-Credentials': 'True' }, withCookies, NO_COOKIES],
  ])('step %s: %j for %j', (_step, headers, request, why) => {
    expect(failedCorsCheck(headers, request)).toBe(why);
  });
});

// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.5
describe('a method', () => {
  const without = (method: string) => `Access-Control-Allow-Methods has no ${method}`;

  it.each<[name: string, Fields, method: string, credentials: boolean, why: string | undefined]>([
    ['that is listed', methods('PUT'), 'PUT', false, undefined],
    ['that is one of several', methods('GET ,\tPUT,PATCH'), 'PUT', true, undefined],
    ['that is not listed', methods('PUT'), 'DELETE', false, without('DELETE')],
    ['that is listed in another case', methods('PATCH'), 'patch', false, without('patch')],
    ['where none is listed', {}, 'PUT', false, without('PUT')],
    ['that is safelisted', {}, 'POST', true, undefined],
    ['beside any', methods('*'), 'PURGE', false, undefined],
    ['beside any among others', methods('GET, *'), 'PURGE', false, undefined],
    ['beside any, with credentials', methods('*'), 'PURGE', true, without('PURGE')],
    ['that is called "*", with credentials', methods('*'), '*', true, undefined],
  ])('%s: %j, %s, %s', (_name, headers, method, credentials, why) => {
    expect(failedMethodCheck(headers, { origin: APP, method, credentials })).toBe(why);
  });
});

// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.6 and 7.7
describe('unsafe request headers', () => {
  const without = (name: string) => `Access-Control-Allow-Headers has no ${name}`;

  it.each<[name: string, Fields, readonly string[], CheckedRequest, why: string | undefined]>([
    ['none', {}, [], withCookies, undefined],
    ['that are listed', names('x-a, x-b'), ['x-b', 'x-a'], withCookies, undefined],
    ['that are listed in another case', names('X-a'), ['x-A'], plain, undefined],
    ['of which one is not listed', names('x-a'), ['x-a', 'X-B'], plain, without('x-b')],
    ['of which the first two are not listed', names('x-c'), ['x-b', 'x-a'], plain, without('x-b')],
    ['where none is listed', {}, ['x-a'], plain, without('x-a')],
    ['beside any', names('*'), ['x-a', 'X-B'], plain, undefined],
    ['beside any, with credentials', names('*'), ['x-a'], withCookies, without('x-a')],
    // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    ['`Authorization`, beside any', names('*'), ['Authorization'], plain, without('authorization')],
    ['`Authorization`, listed', names('*, Authorization'), ['authorization'], plain, undefined],
    ['`Authorization`, alone', names('x-a'), ['authorization'], plain, without('authorization')],
  ])('%s: %j, %j for %j', (_name, headers, asked, request, why) => {
    expect(failedHeadersCheck(headers, asked, request)).toBe(why);
  });
});

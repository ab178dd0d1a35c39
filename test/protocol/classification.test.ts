import { describe, expect, it } from '@jest/globals';
import { isPreflight } from '../../lib/protocol/request.js';

const ORIGIN = { origin: 'https://a.example' };
const ACRM = { 'access-control-request-method': 'PUT' };
const ACRH = { 'access-control-request-headers': 'x-a' };

// https://fetch.spec.whatwg.org/#cors-preflight-request
describe('a CORS-preflight request', () => {
  it.each([
    ['R15', 'OPTIONS with Origin and ACRM', 'OPTIONS', { ...ORIGIN, ...ACRM }, true],
    ['R15', 'OPTIONS with all three', 'OPTIONS', { ...ORIGIN, ...ACRM, ...ACRH }, true],
    ['R15', 'OPTIONS from `null`', 'OPTIONS', { origin: 'null', ...ACRM }, true],
    ['R15', 'OPTIONS with an empty Origin', 'OPTIONS', { origin: '', ...ACRM }, true],
    [
      'R15',
      'OPTIONS with an empty ACRM',
      'OPTIONS',
      { ...ORIGIN, 'access-control-request-method': '' },
      true,
    ],
    ['R16', 'OPTIONS alone', 'OPTIONS', {}, false],
    ['R16', 'OPTIONS with Origin', 'OPTIONS', ORIGIN, false],
    ['R16', 'OPTIONS with ACRM', 'OPTIONS', ACRM, false],
    ['R16', 'OPTIONS with Origin and ACRH', 'OPTIONS', { ...ORIGIN, ...ACRH }, false],
    ['R15', 'options in lower case', 'options', { ...ORIGIN, ...ACRM }, false],
    ['R19', 'GET with all three', 'GET', { ...ORIGIN, ...ACRM, ...ACRH }, false],
    ['R19', 'HEAD with all three', 'HEAD', { ...ORIGIN, ...ACRM, ...ACRH }, false],
    ['R19', 'POST with all three', 'POST', { ...ORIGIN, ...ACRM, ...ACRH }, false],
    ['R15', 'no method', undefined, { ...ORIGIN, ...ACRM }, false],
  ])('%s %s', (_rule, _name, method, headers, expected) => {
    expect(isPreflight(method, headers)).toBe(expected);
  });
});

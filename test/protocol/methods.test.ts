import { describe, expect, it } from '@jest/globals';
import { isForbiddenMethod, withHead } from '../../lib/protocol/methods.js';
import { compile } from './engine.js';

describe('methods as written, and as compiled', () => {
  it.each([
    ['one name', 'R42', 'PUT', ['PUT']],
    ['a comma list', 'R42', 'PUT,PATCH', ['PUT', 'PATCH']],
    ['a comma list with white space', 'R42', ' PUT ,\tPATCH ', ['PUT', 'PATCH']],
    ['an array', 'R42', ['PUT', ' PATCH '], ['PUT', 'PATCH']],
    ['none', 'R42', [], []],
    ['a name twice', 'R42', ['PUT', 'PUT', 'put'], ['PUT']],
    [
      'the six that are normalised',
      'R11',
      'delete,get,head,options,post,put',
      ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'],
    ],
    ['one of the six in mixed case', 'R11', 'dElEtE', ['DELETE']],
    ['others, which stay as written', 'R11', ['patch', 'Purge'], ['patch', 'Purge']],
    ['a name in two cases', 'R11', ['PATCH', 'patch'], ['PATCH', 'patch']],
    ['GET, which brings HEAD', 'R52', ['POST', 'GET', 'PUT'], ['POST', 'GET', 'HEAD', 'PUT']],
    ['get, which brings HEAD', 'R52', 'get', ['GET', 'HEAD']],
    ['GET with HEAD', 'R52', ['HEAD', 'GET'], ['HEAD', 'GET']],
    ['HEAD, which brings nothing', 'R52', ['HEAD'], ['HEAD']],
    ['any', 'R45', '*', '*'],
    ['any, in an array', 'R45', ['*'], '*'],
    ['any beside others', 'R45', 'GET, *', '*'],
    ['every character of a token', 'R8', "!#$%&'*+-.^_`|~09azAZ", ["!#$%&'*+-.^_`|~09azAZ"]],
    ['nothing', '', undefined, undefined],
  ])('%s (%s)', (_name, _rule, methods, compiled) => {
    expect(compile({ origin: '*', methods }).methods).toEqual(compiled);
  });
});

// https://fetch.spec.whatwg.org/#forbidden-method
describe('a forbidden method (R8)', () => {
  it.each([
    ['CONNECT', true],
    ['connect', true],
    ['TRACE', true],
    ['tRaCe', true],
    ['TRACK', true],
    ['track', true],
    ['TRACES', false],
    ['GET', false],
    ['PURGE', false],
    ['*', false],
    ['', false],
  ])('%j: %s', (method, forbidden) => {
    expect(isForbiddenMethod(method)).toBe(forbidden);
  });
});

describe('HEAD with GET (R52)', () => {
  it.each([
    [['GET'], ['GET', 'HEAD']],
    [
      ['PUT', 'GET'],
      ['PUT', 'GET', 'HEAD'],
    ],
    [
      ['HEAD', 'GET'],
      ['HEAD', 'GET'],
    ],
    [['get'], ['get']],
    [['HEAD'], ['HEAD']],
    [[], []],
  ])('%j: %j', (methods, expected) => {
    expect(withHead(methods)).toEqual(expected);
  });
});

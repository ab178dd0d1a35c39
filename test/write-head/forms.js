// Ways of writing the head of a response. `http1` marks what the HTTP/2 API does not have, `direct`
// what a function in the place of `writeHead` changes by itself once a header has been set before.
const EVIL = 'https://evil.example';
const THEIRS = { 'Access-Control-Allow-Origin': EVIL, 'Access-Control-Allow-Credentials': 'true' };
const COOKIES = ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'];

class Fields {
  constructor() {
    this['X-Own'] = '1';
    this['access-control-expose-headers'] = 'X-Own';
  }
  get inherited() {
    return 'no';
  }
}

const write =
  (...args) =>
  (response) =>
    void response.writeHead(...args).end('body');
const afterSet = (form) => (response) => {
  response.setHeader('X-Set', '1');
  response.setHeader('Vary', 'X-Set');
  response.setHeader('Access-Control-Allow-Methods', 'DELETE');
  form(response);
};
const afterRemoved = (form) => (response) => {
  response.setHeader('X-Set', '1');
  response.removeHeader('X-Set');
  form(response);
};

/** What `writeHead` can be given. Each is tried alone, after `setHeader`, and after `removeHeader`. */
const given = {
  'a status': [201],
  'a status as text': ['404'],
  'a broken status': [404.9],
  'a reason': [200, 'Fine'],
  'an object': [200, { ...THEIRS, 'X-A': '1', Vary: 'Cookie' }],
  'a reason and an object': [200, 'Fine', { 'X-A': '1', ...THEIRS }],
  'an object and undefined': [200, { ...THEIRS, 'X-A': '1' }, undefined],
  'an object and null': [200, { ...THEIRS, 'X-A': '1' }, null],
  'undefined and an object': [200, undefined, { ...THEIRS, 'X-A': '1' }],
  'null and an object': [200, null, { ...THEIRS, 'X-A': '1' }],
  'two objects': [200, { 'X-A': '1', ...THEIRS }, { 'X-B': '1', ...THEIRS }],
  null: [200, null],
  'undefined twice': [200, undefined, undefined],
  'null twice': [200, null, null],
  'a reason and null': [200, 'Fine', null],
  'a number for a reason': [200, 7, { ...THEIRS, 'X-A': '1' }],
  'an empty object': [200, {}],
  'an empty list': [200, []],
  'a list': [200, ['X-A', '1', 'VARY', 'Cookie', 'ACCESS-CONTROL-ALLOW-ORIGIN', EVIL]],
  'a list and null': [200, ['X-A', '1', ...Object.entries(THEIRS).flat()], null],
  'a list with two cookies': [200, COOKIES],
  'a list with two cookies and a Vary': [200, [...COOKIES, 'Vary', 'Cookie', 'vary', 'Accept']],
  'a list whose names differ in case': [200, ['x-a', '1', 'X-A', '2', 'X-a', '3']],
  'a list with lists of values': [200, ['Set-Cookie', ['a=1', 'b=2'], 'X-A', ['1', '2']]],
  'a list of an odd length': [200, ['X-A', '1', 'X-B']],
  'a list of pairs': [200, [['X-A', '1'], ['Vary', 'Cookie'], ...Object.entries(THEIRS)]],
  'pairs with two cookies': [
    200,
    [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ],
  ],
  'one pair': [200, [['X-A', '1']]],
  'pairs and none': [200, [['X-A', '1'], undefined]],
  'names that differ in case': [200, { 'x-a': '1', 'X-A': '2', vary: 'Cookie', Vary: 'Accept' }],
  'names in lower case': [200, { 'x-a': '1', 'content-type': 'text/plain', vary: 'cookie' }],
  'two lengths': [200, { 'content-length': '4', 'Content-Length': '4' }],
  'lists of values': [200, { 'Set-Cookie': ['a=1', 'b=2'], Vary: ['Cookie', 'Accept'], 'X-A': [] }],
  cookies: [200, { Cookie: ['a=1', 'b=2'] }],
  numbers: [200, { 'Content-Length': 4, 'X-A': 0, 7: 'seven' }],
  'an object without a prototype': [200, { __proto__: null, 'X-A': '1', ...THEIRS }],
  'a header called __proto__': [200, JSON.parse('{ "__proto__": "1", "X-A": "2" }')],
  'inherited headers': [200, { __proto__: { 'X-A': '1', ...THEIRS }, 'X-B': '2' }],
  'an instance of a class': [200, new Fields()],
  'a Map': [200, new Map(Object.entries(THEIRS))],
  Headers: [200, new Headers(THEIRS)],
  'a function': [200, Object.assign(() => {}, THEIRS, { 'X-A': '1' })],
  'an empty name': [200, { '': '1', 'X-A': '2' }],
  'a name that is no token': [200, { 'X A': '1' }],
  'a name between spaces': [200, { ' Access-Control-Allow-Origin ': EVIL }],
  'a value of two lines': [200, { 'X-A': 'a\r\nb' }],
  'a value of two lines in a list': [200, ['X-A', 'a\r\nb']],
  'an undefined value': [200, { 'X-A': undefined }],
  'no text for a name': [200, [7, '1']],
  'a status that is none': [99, { 'X-A': '1' }],
  'a status that is no number': ['ok', { 'X-A': '1' }],
  'a reason of two lines': [200, 'a\r\nb', { 'X-A': '1' }],
  'a Vary of all': [200, { Vary: '*' }],
  'a Vary of the origin': [200, ['vary', 'ORIGIN, Cookie']],
  'a Date and a Connection': [200, { Date: 'today', Connection: 'close' }],
  'no content': [204, { 'X-A': '1' }],
  'not modified': [304, { ETag: '"1"', ...THEIRS }],
  'headers that nobody knows': [200, { 'Access-Control-Allow-Everything': 'yes', 'X-A': '1' }],
  'a disposition': [200, { 'Content-Length': '4', 'Content-Disposition': 'inline; filename="é"' }],
};

const http1 = { http1: true };
const direct = { direct: true };

/** What fails in another way, or not at all, once a header has been set. */
const isSetOtherwise = new Set(['a reason of two lines', 'a disposition']);

/** @type {[name: string, write: (response: any) => void, only?: { http1?: true; direct?: true }][]} */
const all = [
  ...Object.entries(given).flatMap(([name, args]) => [
    [name, write(...args), isSetOtherwise.has(name) ? direct : {}],
    [`${name}, after others have been set`, afterSet(write(...args))],
    [`${name}, after others have been removed`, afterRemoved(write(...args))],
  ]),
  [
    'a transfer coding',
    write(200, { 'Transfer-Encoding': 'chunked', 'X-A': '1', ...THEIRS }),
    http1,
  ],
  ['no writeHead', (response) => response.end('body')],
  ['setHeader', afterSet((response) => response.end('body'))],
  [
    'appendHeader',
    (response) => {
      for (const value of ['a', 'b']) {
        response.appendHeader('X-A', value);
        response.appendHeader('Vary', value);
        response.appendHeader('Access-Control-Allow-Origin', EVIL);
      }
      response.end('body');
    },
  ],
  [
    'setHeaders with a Map',
    (response) => {
      response.setHeaders(new Map([...Object.entries(THEIRS), ['vary', 'Cookie'], ['x-a', '1']]));
      response.end('body');
    },
    http1,
  ],
  [
    'setHeaders with Headers',
    (response) => {
      const headers = new Headers({ ...THEIRS, vary: 'Cookie' });
      headers.append('set-cookie', 'a=1');
      headers.append('set-cookie', 'b=2');
      response.setHeaders(headers);
      response.end('body');
    },
    http1,
  ],
  ['a status message', (response) => void Object.assign(response, { statusMessage: 'Fine' }).end()],
  [
    'chunks',
    afterSet((response) => {
      response.write('one');
      response.end('two');
    }),
  ],
  [
    'flushHeaders',
    afterSet((response) => {
      response.flushHeaders();
      response.end('body');
    }),
  ],
  [
    'trailers',
    (response) => {
      response.writeHead(200, { Trailer: 'X-Sum', ...THEIRS });
      response.write('body');
      response.addTrailers({ 'X-Sum': '1' });
      response.end();
    },
  ],
  [
    'early hints',
    (response) => {
      const link = '</style.css>; rel=preload; as=style';
      response.writeEarlyHints({ link, 'x-trace': '1', 'access-control-allow-origin': EVIL });
      response.end('body');
    },
  ],
  [
    'early hints that are none',
    (response) => {
      response.writeEarlyHints('none');
      response.end('body');
    },
  ],
  [
    'an informational head',
    (response) => {
      response.writeInformation?.(103, { ...THEIRS, 'x-trace': '1' });
      response.end('body');
    },
  ],
  [
    'a second head',
    (response) => {
      response.writeHead(200, { 'X-A': '1' });
      response.writeHead(200, { 'X-B': '1', ...THEIRS });
    },
  ],
  [
    'a header after the head',
    (response) => {
      response.writeHead(200);
      response.setHeader('Access-Control-Allow-Origin', EVIL);
    },
  ],
  [
    'a head after one that failed',
    (response) => {
      try {
        response.writeHead(200, { 'X-A': 'a\r\nb', ...THEIRS });
      } catch {
        response
          .writeHead(500, 'Failed', [...COOKIES, ...Object.entries(THEIRS).flat()])
          .end('failed');
      }
    },
    { http1: true, direct: true },
  ],
  [
    'a head after one whose status is none',
    (response) => {
      try {
        response.writeHead(0);
      } catch {
        response.writeHead(500, 'Failed', COOKIES).end('failed');
      }
    },
    { http1: true, direct: true },
  ],
  [
    'an object that is written twice',
    (response) => {
      const headers = Object.freeze({ 'x-a': '1', ...THEIRS });
      response.writeHead(200, headers).end(JSON.stringify(headers));
    },
  ],
  [
    'what writeHead returns',
    (response) => response.end(String(response.writeHead(200) === response)),
  ],
  [
    'a response that inherits from it',
    (response) =>
      Object.create(response).writeHead(200, { ...THEIRS, 'X-A': '1' }) && response.end(),
    { http1: true, direct: true },
  ],
];

/** Every form: its name, what it does, and where it can be done. */
export const forms = all.map(([name, write, only]) => ({ name, write, ...only }));

/** What others put in the place of `writeHead`, before or after the library. */
export const wrappers = {
  nothing: () => {},
  'a function that always passes three arguments': (response) => {
    const { writeHead } = response;
    response.writeHead = (status, reason, headers) =>
      writeHead.call(response, status, reason, headers);
  },
};

// What every consumer's app has to answer: the status, every header of CORS, and the body.
import { deepStrictEqual } from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

const APP = 'https://app.example.com';
const PREVIEW = 'https://a.preview.example.com';
const STRANGER = 'https://evil.example';

const asking = (method, headers) => ({
  'Access-Control-Request-Method': method,
  ...(headers && { 'Access-Control-Request-Headers': headers }),
});
const granted = (origin) => ({
  'access-control-allow-credentials': 'true',
  'access-control-allow-origin': origin,
  'access-control-expose-headers': 'ETag',
  vary: 'Origin',
});
const preflightVary = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** Each is a request and the whole answer to it. */
const EXCHANGES = [
  {
    title: 'a granted preflight',
    send: ['OPTIONS', '/account/7', { Origin: PREVIEW, ...asking('PUT', 'content-type') }],
    status: 204,
    cors: {
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'content-type',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-origin': PREVIEW,
      'access-control-max-age': '600',
      vary: preflightVary,
    },
    body: '',
  },
  {
    title: 'a granted preflight of a path',
    send: ['OPTIONS', '/files/a.txt', { Origin: STRANGER, ...asking('GET') }],
    status: 204,
    cors: {
      'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
      'access-control-allow-origin': '*',
    },
    body: '',
  },
  {
    title: 'a refused preflight',
    send: ['OPTIONS', '/account/7', { Origin: STRANGER, ...asking('PUT') }],
    status: 403,
    cors: { vary: preflightVary },
    body: '',
  },
  {
    title: 'a public handler',
    send: ['GET', '/widgets', { Origin: STRANGER }],
    status: 200,
    cors: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag' },
    body: '["clock"]',
  },
  {
    title: 'an origin that is not granted',
    send: ['GET', '/account', { Origin: STRANGER }],
    status: 200,
    cors: { vary: 'Origin' },
    body: '{"owner":"Ada"}',
  },
  {
    title: 'a 401 from a guard',
    send: ['GET', '/account/locked', { Origin: APP }],
    status: 401,
    cors: granted(APP),
    body: '{"message":"Unauthorized","statusCode":401}',
  },
  {
    title: 'a 404',
    send: ['GET', '/nothing', { Origin: APP }],
    status: 404,
    cors: granted(APP),
    body: '{"message":"Cannot GET /nothing","error":"Not Found","statusCode":404}',
  },
  {
    title: 'server-sent events',
    send: ['GET', '/account/events', { Origin: APP }],
    status: 200,
    cors: granted(APP),
    body: '\nid: 1\ndata: tick\n\n',
  },
];

/** Sends every exchange to the app at a URL, and throws at the first that is not as expected. */
export async function checkExchanges(url) {
  for (const { title, send, ...expected } of EXCHANGES) {
    const answer = await answerOf(url, ...send);
    deepStrictEqual(answer, expected, `${title} at ${send.slice(0, 2).join(' ')}`);
  }
}

/** Sends a request, and returns the status, every header of CORS and the body. */
export async function answerOf(url, method, path, headers) {
  const response = await new Promise((resolve, reject) => {
    request(new URL(path, url), { method, headers, agent: false }, resolve)
      .on('error', reject)
      .end();
  });
  const cors = Object.entries(response.headers).filter(
    ([name]) => name === 'vary' || name.startsWith('access-control-'),
  );
  return {
    status: response.statusCode,
    cors: Object.fromEntries(cors),
    body: await text(response),
  };
}

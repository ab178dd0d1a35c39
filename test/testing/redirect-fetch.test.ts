import { describe, expect, it } from '@jest/globals';
import { pageRequest } from '../../lib/testing/page-request.js';
import { redirected } from '../../lib/testing/redirect-fetch.js';

const PAGE = 'https://app.example.com';
const API = 'https://api.example.com/widgets';
const written = {
  method: 'POST',
  body: 'a body',
  headers: { 'Content-Language': 'en', Authorization: 'x', 'X-A': '1' },
};

async function followed(status: number, init: RequestInit, location = '/elsewhere') {
  const request = await pageRequest(PAGE, new URL(API), init);
  const { method, url, urls, headers, body, streams } = redirected(
    { ...request, tainting: 'cors' },
    status,
    location,
  );
  return {
    method,
    urls: urls.map(({ href }) => href),
    url: url.href,
    names: [...headers.keys()],
    body: body && Buffer.from(body).toString(),
    streams,
  };
}

// https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
describe('a redirect', () => {
  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [301, 'PUT', 'PUT'],
    [302, 'PUT', 'PUT'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [302, 'HEAD', 'HEAD'],
  ])('with %d makes of a %s a %s', async (status, before, after) => {
    expect((await followed(status, { method: before })).method).toBe(after);
  });

  it('that keeps the method keeps the body and its headers', async () => {
    expect(await followed(307, written)).toEqual({
      method: 'POST',
      urls: [API, 'https://api.example.com/elsewhere'],
      url: 'https://api.example.com/elsewhere',
      names: ['authorization', 'content-language', 'content-type', 'x-a'],
      body: 'a body',
      streams: false,
    });
  });

  it('that makes it a GET leaves them out', async () => {
    const { names, body } = await followed(303, written);
    expect({ names, body }).toEqual({ names: ['authorization', 'x-a'], body: undefined });
  });

  it('to another origin leaves out `Authorization`', async () => {
    const { names } = await followed(307, written, 'https://other.example.com');
    expect(names).toEqual(['content-language', 'content-type', 'x-a']);
  });

  describe('of a stream', () => {
    const stream = () => ({
      method: 'POST',
      body: new Blob(['a body']).stream(),
      duplex: 'half' as const,
    });

    it('is followed with 303, without the body', async () => {
      const { body, streams } = await followed(303, stream());
      expect({ body, streams }).toEqual({ body: undefined, streams: false });
    });

    it('is not followed with another', async () => {
      await expect(followed(302, stream())).rejects.toMatchObject({
        step: 'HTTP-redirect fetch',
        reason: 'redirect-body',
      });
    });
  });
});

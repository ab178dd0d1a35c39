import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { pageRequest } from '../../lib/testing/page-request.js';
import { PreflightCache } from '../../lib/testing/preflight-cache.js';

const PAGE = 'https://app.example.com';
const url = new URL('https://api.example.com/widgets');
const asked = (init: RequestInit = {}, { origin = PAGE, to = url } = {}) =>
  pageRequest(origin, to, { method: 'PUT', ...init });
const include = { credentials: 'include' } as const;

// https://fetch.spec.whatwg.org/#concept-cache
describe('what a preflight has granted', () => {
  let now = 0;
  beforeEach(() => {
    now = 1000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('covers the methods and the headers that it names, and no other', async () => {
    const cache = new PreflightCache();
    cache.remember(await asked(), 5, ['PUT', 'DELETE'], ['X-A', 'x-b']);
    const covered = async (init: RequestInit) => cache.covers(await asked(init));
    expect(await covered({})).toBe(true);
    expect(await covered({ method: 'DELETE' })).toBe(true);
    expect(await covered({ method: 'PATCH' })).toBe(false);
    expect(await covered({ headers: { 'X-A': '1', 'X-B': '1' } })).toBe(true);
    expect(await covered({ method: 'GET', headers: { 'X-A': '1' } })).toBe(true);
    expect(await covered({ headers: { 'X-A': '1', 'X-C': '1' } })).toBe(false);
  });

  it('does not cover an upload of a stream, unless its method is named', async () => {
    const cache = new PreflightCache();
    const upload = async () =>
      asked({ method: 'POST', body: new Blob(['a body']).stream(), duplex: 'half' });
    cache.remember(await asked(), 5, ['PUT'], []);
    expect(cache.covers(await upload())).toBe(false);
    cache.remember(await upload(), 5, ['POST'], []);
    expect(cache.covers(await upload())).toBe(true);
  });

  it.each([
    [5, 5],
    [7200, 7200],
    [86_400, 7200],
  ])('with a max-age of %d seconds is forgotten after %d', async (maxAge, seconds) => {
    const cache = new PreflightCache();
    const request = await asked();
    cache.remember(request, maxAge, ['PUT'], []);
    now += seconds * 1000 - 1;
    expect(cache.covers(request)).toBe(true);
    now += 1;
    expect(cache.covers(request)).toBe(false);
  });

  it('with a max-age of 0 is not remembered', async () => {
    const cache = new PreflightCache();
    const request = await asked();
    cache.remember(request, 0, ['PUT'], []);
    expect(cache.covers(request)).toBe(false);
  });

  it('is there for longer when it is granted again', async () => {
    const cache = new PreflightCache();
    const request = await asked();
    cache.remember(request, 5, ['PUT'], []);
    now += 4000;
    cache.remember(request, 5, ['PUT'], []);
    now += 4000;
    expect(cache.covers(request)).toBe(true);
  });

  it('is for one origin and one address, the query included', async () => {
    const cache = new PreflightCache();
    cache.remember(await asked(), 5, ['PUT'], []);
    expect(cache.covers(await asked({}, { origin: 'https://other.example.com' }))).toBe(false);
    expect(cache.covers(await asked({}, { to: new URL(`${url.href}?page=2`) }))).toBe(false);
  });

  it('with credentials is for requests without them too, and not the other way round', async () => {
    const cache = new PreflightCache();
    cache.remember(await asked(), 5, ['PUT'], []);
    expect(cache.covers(await asked(include))).toBe(false);
    cache.clear(await asked());
    cache.remember(await asked(include), 5, ['PUT'], []);
    expect(cache.covers(await asked(include))).toBe(true);
    expect(cache.covers(await asked())).toBe(true);
  });

  it('with `*` is for everything but `Authorization` and requests with credentials', async () => {
    const cache = new PreflightCache();
    cache.remember(await asked(include), 5, ['*'], ['*']);
    const covered = async (init: RequestInit) => cache.covers(await asked(init));
    expect(await covered({ headers: { 'X-A': '1' } })).toBe(true);
    expect(await covered({ headers: { Authorization: 'x' } })).toBe(false);
    expect(await covered(include)).toBe(false);
    expect(await covered({ ...include, method: 'GET', headers: { 'X-A': '1' } })).toBe(false);
  });
});

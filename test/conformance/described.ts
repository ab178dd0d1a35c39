import { type Case, type Text, written } from './case.js';

const LONGEST = 72;

/** A case in few words: the configuration, where that is what matters, or the request. */
export function described({ config, expect, method, path = '/t', origin, headers = [] }: Case) {
  if (expect.outcome === 'config-error') {
    const { name: _, ...policy } = { name: '', ...config };
    return short(JSON.stringify(policy));
  }
  const from = origin === null ? 'no origin' : quoted([origin].flat());
  const asks = headers
    .filter(([name]) => /^access-control-request-/i.test(name))
    .map(([, value]) => quoted([value]));
  const what = method === 'OPTIONS' && asks.length > 0 ? `preflight of ${asks.join(' ')}` : method;
  return `${what}${path === '/t' ? '' : ` ${path}`}, ${from}`;
}

const quoted = (values: readonly Text[]) =>
  values.map((value) => short(written(value) || '""')).join(' and ');

/** Text that fits a line. */
export const short = (text: string) =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;

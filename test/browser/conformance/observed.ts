import type { Exchange } from '../support/exchange.js';
import type { Expectation } from './browser-case.js';

/** What happened, in the words in which it is expected: equal to `expected` if that is what happened. */
export function observed(expected: Expectation, exchange: Exchange): Expectation {
  const { result, status, headers = {}, preflights, requests } = exchange;
  const observations = {
    // This library reads what is meant: a boot that fails would fail every case.
    result:
      expected.result === 'resolve-or-config-error' && result === 'resolve'
        ? expected.result
        : result,
    preflight: preflights > 0,
    preflights,
    preflightStatus:
      requests
        .filter(({ isPreflight }) => isPreflight)
        .map((preflight) => preflight.status())
        .every((status) => isWithin(expected.preflightStatus, status)) && expected.preflightStatus,
    status,
    readable: expected.readable?.filter((name) => name in headers),
    hidden: expected.hidden?.filter((name) => !(name in headers)),
  };
  const asked = Object.entries(observations).filter(([name]) => name in expected);
  return Object.fromEntries(asked) as unknown as Expectation;
}

const isWithin = ([from, to]: Expectation['preflightStatus'] = [200, 299], status: number) =>
  from <= status && status <= to;

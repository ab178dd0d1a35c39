import { originOf } from './policies.js';
import { type AppSpec, pathOf, policyNumber } from './spec.js';

/** What is asked of an app, over and over. */
export interface AppRequest {
  readonly name: string;
  readonly method: 'GET' | 'OPTIONS';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The requests that an app is measured with. They are about a route of the controller that was
 * registered last: for a router that walks a list, that is the far end.
 */
export function requestsFor(spec: AppSpec): readonly AppRequest[] {
  const last = spec.controllers - 1;
  const path = `/${pathOf(last)}/7`;
  const allowed = { Origin: originOf(policyNumber(spec, last)) };
  const refused = { Origin: 'https://elsewhere.example' };
  const put = {
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': 'content-type,x-api-key',
  };
  return [
    { name: 'no `Origin`', method: 'GET', path, headers: {} },
    { name: 'allowed', method: 'GET', path, headers: allowed },
    { name: 'refused', method: 'GET', path, headers: refused },
    { name: 'preflight granted', method: 'OPTIONS', path, headers: { ...allowed, ...put } },
    { name: 'preflight refused', method: 'OPTIONS', path, headers: { ...refused, ...put } },
  ];
}

/** Without CORS nobody answers a preflight: Nest throws, and answers 404. */
export const isAnsweredBy = ({ method }: AppRequest, { contestant }: AppSpec) =>
  method === 'GET' || contestant !== 'no CORS';

import type { CorsOptions } from '../cors-options.js';
import { isDecorated, placeOf, ROOT } from '../place.js';
import type { Route } from '../platform-routes.js';
import { described, printed, printedList } from '../printed.js';
import type { PreflightDecision } from '../protocol/decision.js';
import { isReroutingHeader } from '../protocol/header-names.js';
import { describeNearMiss, findNearMiss } from '../protocol/near-miss.js';
import type { OriginVerdict } from '../protocol/origin-verdict.js';
import type { WrittenOptions } from '../route-sources.js';
import type { PageRequest } from './page-request.js';

const BY_NAME = ', for it can change which handler runs and has to be listed by name';

/** Says whose policy answers a request. */
export function describeRoute(
  { name, policy, isUpstream }: Route,
  { method, url }: PageRequest,
  { off, sources }: WrittenOptions,
): string {
  const unserved = isDecorated(name) ? '' : `no controller serves ${method} ${printed(url)}: `;
  if (isUpstream) {
    return `${unserved}${name} is an upstream: what is mounted there answers, and its headers stay`;
  }
  if (policy === undefined) {
    return `${unserved}${name} says nothing about CORS, and the library stays out`;
  }
  if (policy === false) {
    const where = off?.at(-1) ?? placeOf(sources.get('origin') ?? name);
    return `${unserved}${name} has no CORS: ${where} switches it off`;
  }
  return `${unserved}${name} decides`;
}

/** Says what a route thinks of the origin. */
export function describeOrigin(
  { reason, cause }: OriginVerdict,
  { origin }: PageRequest,
  written: WrittenOptions,
): string {
  const from = placeOf(written.sources.get('origin') ?? ROOT);
  const value = printed(origin);
  switch (reason) {
    case 'any-origin':
      return `any origin is allowed by ${from}`;
    case 'origin-allowed':
      return `${value} is allowed by ${from}`;
    case 'origin-function-failed':
      return `the origin function of ${from} failed with ${described(cause)}`;
    case 'origin-function-timeout':
      return `the origin function of ${from} did not answer within ${described(cause)} ms`;
    case 'origin-function-answer':
      return `the origin function of ${from} answered ${described(cause)}, which is neither a boolean nor an origin`;
    case 'origin-malformed':
      return `${value} is no origin that a browser sends${nearMissOf(origin, written.options)}`;
    default:
      return `${value} is not allowed by ${from}${nearMissOf(origin, written.options)}`;
  }
}

/** Says what a route thinks of the method and the headers of a preflight, up to what it refuses. */
export function describeDecision(
  { granted, reason, header }: PreflightDecision,
  { method, unsafe }: PageRequest,
  { options, sources }: WrittenOptions,
): { readonly method: string; readonly headers?: string } {
  const place = (option: 'methods' | 'allowedHeaders') => {
    const source = sources.get(option);
    return source === undefined
      ? ''
      : `: \`${option}\` of ${placeOf(source)} is ${printedList(options[option])}`;
  };
  if (reason === 'method-not-allowed')
    return { method: `${method} is not allowed${place('methods')}` };
  if (reason.startsWith('method'))
    return { method: `${printed(method)} is not a method of a script` };
  const allowed = { method: `${method} is allowed` };
  if (reason === 'header-not-allowed') {
    const byName = isReroutingHeader(header ?? '') ? BY_NAME : '';
    return { ...allowed, headers: `${header} is not allowed${byName}${place('allowedHeaders')}` };
  }
  if (!granted) return { ...allowed, headers: 'they are too many, or too long' };
  const names = unsafe.map(({ name }) => name).join(', ');
  return { ...allowed, headers: names === '' ? 'none needs permission' : `${names}: allowed` };
}

function nearMissOf(origin: string, { origin: listed }: CorsOptions): string {
  const entries = [listed].flat().filter((entry) => typeof entry === 'string');
  const miss = findNearMiss(origin, entries);
  return miss === undefined ? '' : `; ${describeNearMiss(miss)}`;
}

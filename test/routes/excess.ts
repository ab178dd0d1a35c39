import type { Response } from '../support/test-app.js';
import { listed, type PageRequest } from './browser.js';
import { allows, type Effective, type WrittenPolicy } from './written-policies.js';

const PREFIX = 'access-control-';

/** Names the CORS headers of a response that grant a page more than a policy does, by its words alone. */
export function excess(
  { cors }: Response,
  policy: Effective,
  page: PageRequest,
  isPreflight: boolean,
): readonly string[] {
  const given = Object.keys(cors).filter((name) => name.startsWith(PREFIX));
  if (!policy) return given;
  const origin = cors[`${PREFIX}allow-origin`];
  // Without it a browser looks at none of the others.
  if (origin === undefined) return [];
  const plain = { ...page, method: 'GET', headers: [], credentials: false };
  const isAllowed =
    origin === '*'
      ? policy.origin === '*'
      : allows({ origin: policy.origin }, { ...plain, origin });
  const rules: Readonly<Record<string, () => boolean>> = {
    'allow-origin': () => isAllowed,
    'allow-credentials': () => policy.credentials === true,
    'expose-headers': () => isInside(cors, 'expose-headers', policy.exposedHeaders ?? []),
    'allow-methods': () =>
      isPreflight && listed(cors[`${PREFIX}allow-methods`]).every(isMethodOf(policy)),
    'allow-headers': () =>
      isPreflight &&
      (policy.allowedHeaders === undefined ||
        policy.allowedHeaders === '*' ||
        isInside(cors, 'allow-headers', policy.allowedHeaders)),
    'max-age': () => isPreflight,
  };
  return given.filter((name) => rules[name.slice(PREFIX.length)]?.() !== true);
}

function isMethodOf({ methods }: WrittenPolicy) {
  const page = { origin: '', path: '/', headers: [], credentials: false };
  const policy = { origin: '*', methods };
  return (method: string): boolean => allows(policy, { ...page, method });
}

function isInside(cors: Response['cors'], name: string, allowed: readonly string[]): boolean {
  const names = new Set(allowed.map((one) => one.toLowerCase()));
  return listed(cors[PREFIX + name]).every((one) => names.has(one.toLowerCase()));
}

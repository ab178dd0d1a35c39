import type { OriginChecks } from './origin-checks.js';
import { parseOrigin } from './origin.js';
import { behindFirstDot } from './public-suffixes.js';
import type { Boots } from './trial.js';

/** The expression that a `*` stands for, and an example that it matches. */
interface Wildcard {
  readonly source: string;
  readonly example: string;
}
const IN_A_LABEL: Wildcard = { source: '[a-z0-9-]+', example: 'x1' };
const IN_AN_ADDRESS: Wildcard = { source: String.raw`\d{1,3}`, example: '20' };
/** How browsers name the extensions that are installed. */
const EXTENSIONS: Readonly<Record<string, Wildcard>> = {
  'chrome-extension': { source: '[a-p]{32}', example: 'abcdefghijklmnop'.repeat(2) },
  'safari-web-extension': {
    source: '[0-9A-F-]{36}',
    example: '8E5A1C1A-6F3B-4D0E-9F57-2B1F0C9D7A10',
  },
  'moz-extension': { source: '[0-9a-f-]{36}', example: '8e5a1c1a-6f3b-4d0e-9f57-2b1f0c9d7a10' },
};

// The scheme, the host, and the port.
const WITH_WILDCARD = /^([a-z][a-z0-9+.-]*):\/\/([a-z0-9_.*-]*\*[a-z0-9_.*-]*)(:\d+|:\*)?$/;

/**
 * Writes as an expression what a text with a `*` means and a pattern cannot say. It is tried: it
 * boots without credentials, and matches an origin of the kind that was meant.
 *
 * @returns what to write, and where it boots; `undefined` where an expression would match the hosts
 * of anybody
 */
export function suggestExpression(
  text: string,
  checks: OriginChecks,
  boots: Boots,
): string | undefined {
  const [, scheme = '', host = '', port = ''] = WITH_WILDCARD.exec(text) ?? [];
  const wildcard = wildcardIn(scheme, host);
  if (wildcard === undefined) return undefined;
  const isAnyPort = port === ':*';
  const parts = [
    scheme.replaceAll(/[+.]/g, String.raw`\$&`),
    '://',
    host.replaceAll('.', String.raw`\.`).replaceAll('*', wildcard.source),
    isAnyPort ? String.raw`(?::\d+)?` : port,
  ];
  const expression = new RegExp(`^${parts.join('')}$`);
  const example = `${scheme}://${host.replaceAll('*', wildcard.example)}${isAnyPort ? '' : port}`;
  const isMeant = parseOrigin(example) !== undefined && expression.test(example);
  if (!isMeant || !boots(expression, { credentials: false })) return undefined;
  const risk = riskOf(expression, host, wildcard, checks, boots);
  return risk === undefined ? undefined : `write ${String(expression)}${risk}`;
}

function wildcardIn(scheme: string, host: string): Wildcard | undefined {
  if (host === '*') return Object.hasOwn(EXTENSIONS, scheme) ? EXTENSIONS[scheme] : undefined;
  if (/^\d{1,3}(?:\.(?:\d{1,3}|\*)){3}$/.test(host)) return IN_AN_ADDRESS;
  // Two of them in a row are one that is spelled otherwise.
  return host === '' || host.includes('**') ? undefined : IN_A_LABEL;
}

/** Tells under which options the expression boots, if it should be written at all. */
function riskOf(
  expression: RegExp,
  host: string,
  wildcard: Wildcard,
  checks: OriginChecks,
  boots: Boots,
): string | undefined {
  if (boots(expression, STRICT)) return '';
  const [ending, ...others] = checks.hostEndings(expression)?.open ?? [];
  if (ending === undefined || wildcard !== IN_A_LABEL) return WITHOUT;
  const suffix = behindFirstDot(ending) ?? '';
  const isSuffix = suffix.includes('.') && checks.publicSuffix(suffix) !== undefined;
  // As a whole label above a public suffix it is a wildcard over the suffix.
  const isPartOfLabel = !/(?:^|\.)\*(?:\.|$)/.test(host);
  if (!isSuffix || !isPartOfLabel || others.length > 0) return undefined;
  return boots(expression, { ...STRICT, dangerouslyAllowPublicSuffixes: [suffix] })
    ? `${WITHOUT}, or with dangerouslyAllowPublicSuffixes: ['${suffix}']`
    : WITHOUT;
}

const WITHOUT = ' without credentials';
const STRICT = {
  credentials: true,
  dangerouslyAllowInsecureOrigins: false,
  dangerouslyAllowPublicSuffixes: false,
} as const;

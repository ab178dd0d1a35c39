import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getDomain } from 'tldts';
import { hostEndings } from '../../lib/options/regexp-endings.js';
import { originChecks } from '../../lib/origin-checks.js';
import { hasHost, parseOrigin } from '../../lib/protocol/origin.js';
import { compilePolicy } from '../../lib/protocol/policy.js';
import { judge } from '../protocol/engine.js';
import { runs } from '../support/property-runs.js';
import { anExpression, type Piece, sampleOf, sourceOf, spellingsOf } from './expression-grammar.js';

/** What is set aside at the end: a port, or what looks like one in a text that is no host. */
const PORTS = /(?::[ \d]*)+$/;
const CHECKS = { ...originChecks, slowness: () => undefined };

describe('random expressions (R14)', () => {
  it('have no ending but those that are found', () => {
    fc.assert(
      fc.property(anExpression, fc.infiniteStream(fc.nat(1000)), (piece, choices) => {
        const endings = hostEndings(new RegExp(sourceOf(piece)));
        if (endings === undefined) return;
        // What is no host has no credentials from an expression.
        for (const origin of originsOf(piece, choices).filter(hasHost)) {
          const { host } = origin;
          const domain = getDomain(host, { allowPrivateDomains: true, validateHostname: false });
          const isFound =
            endings.hosts.has(host) ||
            [...endings.below].some((name) => host.endsWith(`.${name}`)) ||
            endings.domains.has(domain ?? '') ||
            endings.open.some((ending) => host.endsWith(ending));
          expect([sourceOf(piece), host, isFound]).toEqual([sourceOf(piece), host, true]);
          const isInsecure = origin.scheme === 'http' && !isOwn(host);
          if (isInsecure)
            expect([sourceOf(piece), endings.takesInsecure]).toEqual([sourceOf(piece), true]);
        }
      }),
      { numRuns: runs(400) },
    );
  });

  it('grant credentials only to what they spell out, and never in clear', () => {
    let granted = 0;
    fc.assert(
      fc.property(anExpression, fc.infiniteStream(fc.nat(1000)), (piece, choices) => {
        const source = sourceOf(piece);
        const { policy } = compilePolicy({ origin: new RegExp(source), credentials: true }, CHECKS);
        if (policy === undefined) return;
        const spelled = spellingsOf(piece).map((text) =>
          text.replace(/^[^/]*:\/\//, '/').replace(PORTS, ''),
        );
        const origins = originsOf(piece, choices);
        for (const asked of origins.flatMap((origin) => [origin, ...near(origin)])) {
          const text = `${asked.scheme}://${asked.host}`;
          if (!judge(policy, text).granted) continue;
          granted += 1;
          const { scheme, host: whole = '' } = parseOrigin(text) ?? {};
          const host = whole.replace(PORTS, '');
          const domain = getDomain(host, { allowPrivateDomains: true, validateHostname: false });
          const isSpelled = spelled.some(
            (text) => text === `/${host}` || (domain !== null && isEnd(text, domain)),
          );
          expect([source, host, isSpelled || host.endsWith('.localhost')]).toEqual([
            source,
            host,
            true,
          ]);
          expect([source, scheme === 'http' && !isOwn(host)]).toEqual([source, false]);
        }
      }),
      { numRuns: runs(400) },
    );
    expect(granted).toBeGreaterThan(runs(20));
  });
});

/** What an expression matches: parsed origins that its pieces were made to. */
function originsOf(piece: Piece, choices: Iterable<number>) {
  const choice = choices[Symbol.iterator]();
  const next = () => choice.next().value as number;
  const expression = new RegExp(sourceOf(piece));
  return Array.from({ length: 20 }, () => sampleOf(piece, next)).flatMap((text) => {
    if (!expression.test(text)) throw new Error(`${expression} does not match ${text}`);
    return parseOrigin(text) ?? [];
  });
}

/** Origins that are much like one that is matched. */
// No piece of an expression spells this out.
function near({ scheme, host }: { readonly scheme: string; readonly host: string }) {
  return [
    { scheme: 'http', host },
    { scheme, host: `bad${host}` },
    { scheme, host: `bad.${host}` },
    { scheme, host: `${host}.bad.com` },
  ];
}

/** Whether a spelling ends with a domain, or with a name below it. */
function isEnd(spelling: string, domain: string): boolean {
  return spelling.endsWith(`.${domain}`) || spelling.endsWith(`/${domain}`);
}

function isOwn(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || ['127.0.0.1', '[::1]'].includes(host)
  );
}

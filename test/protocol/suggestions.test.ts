import { describe, expect, it } from '@jest/globals';
import { fromEnableCors } from 'nestjs-cors';
import { originChecks } from '../../lib/origin-checks.js';
import { compilePolicy } from '../../lib/protocol/policy.js';

const COOKIES = { credentials: true };
const reasons = (origin: string | RegExp) =>
  (compilePolicy({ origin, ...COOKIES }, originChecks).issues ?? []).map(({ reason }) => reason);

/** The origins, patterns and expressions that a sentence says to write. */
function suggested(text: string): readonly (string | RegExp)[] {
  return [
    ...[...text.matchAll(/\bwrite "([^"]+)"/g)].map(([, origin = '']) => origin),
    ...[...text.matchAll(/(?:anchor it|escape the dot|write):? \/(\S+)\/([a-z]*)(?=[,;]|$)/g)].map(
      ([, source = '', flags]) => new RegExp(source, flags),
    ),
  ];
}

describe('with credentials, what is suggested for an expression boots with credentials', () => {
  it.each([
    /example\.com/,
    /example\.com$/,
    /.*example.com$/,
    /.example.com$/,
    /https?:\/\/example.com/,
    /http:\/\/example\.com/,
    /^https:\/\/.*/,
    /.*/,
    /:\/\/(.+\.)?example.com$/,
    /\/\/(.+\.)?example\.com/,
    /localhost/,
    /127\.0\.0\.1/,
    /vercel\.app$/,
    /pr-\d+\.vercel\.app/,
    /^https:\/\/(a|b).example.com$/,
    /^https:\/\/www.example.com(:\d+)?$/,
    /^https:\/\/.*example\.com$/,
    /^https:\/\/.*\.internal$/,
    /^https:\/\/[a-z]+-team\.example\.co\.uk/,
    /^https?:\/\/([a-z]+\.)*example\.com$/g,
    /^https:\/\/a.b.example.com$|^https:\/\/c.example.com$/i,
  ])('%p', (origin) => {
    const { issues = [] } = compilePolicy({ origin, ...COOKIES }, originChecks);
    const fixes = issues.filter(({ reason }) => reason !== 'regexp-stateful');
    const { differences } = fromEnableCors({ origin, ...COOKIES });
    for (const sentence of [...fixes.map(({ fix }) => fix), ...differences]) {
      for (const suggestion of suggested(sentence)) {
        expect([suggestion, reasons(suggestion)]).toEqual([suggestion, []]);
      }
    }
    const kept = fromEnableCors({ origin, ...COOKIES }).options.origin;
    if (kept !== undefined) expect(reasons(kept as string | RegExp)).toEqual([]);
  });
});

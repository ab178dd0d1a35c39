import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { originChecks } from '../../lib/origin-checks.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { matchOrigin, OriginSource } from '../../lib/protocol/origin-rules.js';
import { judgeOrigin } from '../../lib/protocol/origin-verdict.js';
import { compilePolicy } from '../../lib/protocol/policy.js';
import { runs } from '../support/property-runs.js';

const APP = 'https://app.example.com';
const NAS = 'http://nas.lan.example';
const OTHER = 'http://other.lan.example';
const COOKIES = { credentials: true };

const compile = (options: PolicyOptions) => compilePolicy(options, originChecks);
const granted = async (options: PolicyOptions, ...origins: string[]) => {
  const { policy } = compile(options);
  if (policy === undefined) return 'refused at boot';
  const verdicts = origins.map(async (origin) => judgeOrigin(policy.origins, origin, {}, 1000));
  const all = await Promise.all(verdicts);
  return origins.filter((_, at) => all[at]?.granted);
};

describe('insecure origins that are allowed by name (R7)', () => {
  it.each<[string, PolicyOptions['origin'], string[]]>([
    ['an origin', [APP, NAS], [APP, NAS]],
    ['an origin on another port', [APP, `${NAS}:8080`], []],
    ['a subdomain', [APP, `http://a.nas.lan.example`], []],
    ['a pattern', [APP, 'http://*.lan.example'], [APP, NAS]],
    ['any port', [APP, `${NAS}:*`], [APP, NAS]],
    ['a pattern that matches none of them', [APP, 'http://*.other.example'], []],
    ['any port of another host', [APP, `${OTHER}:*`], []],
    ['an expression', [APP, /^https?:\/\/[a-z]+\.lan\.example$/], [APP, NAS]],
    ['an expression of another host', [APP, /^https?:\/\/[a-z]+\.wan\.example$/], []],
    ['a function', () => true, [APP, NAS]],
    ['a function that answers later', async () => true, [APP, NAS]],
    ['a function that names origins', () => [APP, NAS, OTHER], [APP, NAS]],
  ])('%s', async (_name, origin, expected) => {
    const options = { origin, ...COOKIES, dangerouslyAllowInsecureOrigins: [NAS] };
    const others = [OTHER, `${NAS}:8080`, 'http://a.nas.lan.example'];
    expect(await granted(options, APP, NAS, ...others)).toEqual(
      expected.length === 0 ? 'refused at boot' : expected,
    );
  });

  it('are no matter of what is encrypted, or does not leave the machine', async () => {
    const safe = ['https://a.lan.example', 'http://localhost:3000', 'http://127.0.0.1'];
    const options = { origin: () => true, ...COOKIES, dangerouslyAllowInsecureOrigins: [NAS] };
    expect(await granted(options, ...safe, OTHER)).toEqual(safe);
  });

  it('are no matter of what has no credentials', async () => {
    const options = {
      origin: [OTHER, 'http://*.b.example'],
      dangerouslyAllowInsecureOrigins: [NAS],
    };
    expect(await granted(options, OTHER, 'http://a.b.example')).toEqual([
      OTHER,
      'http://a.b.example',
    ]);
  });

  it('are none, of an empty list: a function too is refused them', async () => {
    const none = { ...COOKIES, dangerouslyAllowInsecureOrigins: [] };
    expect(await granted({ origin: NAS, ...none }, NAS)).toBe('refused at boot');
    expect(await granted({ origin: () => true, ...none }, NAS, APP)).toEqual([APP]);
  });

  it('bind what has been loaded', () => {
    const source = new OriginSource();
    const allowed = { ...COOKIES, dangerouslyAllowInsecureOrigins: [NAS] };
    const { policy } = compile({ origin: source, ...allowed });
    expect(compile({ origin: [APP, OTHER], ...allowed }).issues?.map(({ value }) => value)).toEqual(
      [OTHER],
    );
    source.current = compile({ origin: ['http://*.lan.example', NAS], ...allowed }).policy?.origins;
    expect(policy && [NAS, OTHER].map((origin) => matchOrigin(policy.origins, origin))).toEqual([
      'allowed',
      'insecure',
    ]);
  });

  it.each<[unknown, unknown]>([
    [[NAS, APP], APP],
    [['http://*.lan.example'], 'http://*.lan.example'],
    [['http://nas.lan.example/'], 'http://nas.lan.example/'],
    [['http://NAS.lan.example'], 'http://NAS.lan.example'],
    [['http://nas.lan.example:80'], 'http://nas.lan.example:80'],
    [['nas.lan.example'], 'nas.lan.example'],
    [[NAS, 7], 7],
    [[undefined], undefined],
  ])('are http: origins: %j', (dangerouslyAllowInsecureOrigins, value) => {
    const options = { origin: APP, dangerouslyAllowInsecureOrigins } as PolicyOptions;
    expect(compile(options).issues).toEqual([
      {
        option: 'dangerouslyAllowInsecureOrigins',
        value,
        reason: 'wrong-type',
        why: 'is not an http: origin',
        fix: 'write each origin as it is sent, such as "http://192.168.0.10:3000"',
      },
    ]);
  });

  it.each<[string | RegExp, string]>([
    [
      OTHER,
      `write "https://other.lan.example", or add "${OTHER}" to dangerouslyAllowInsecureOrigins`,
    ],
    [
      `${OTHER}:*`,
      'write "https://other.lan.example:*", or set dangerouslyAllowInsecureOrigins: true',
    ],
    [
      /^http:\/\/other\.lan\.example$/,
      'begin it with ^https:, or set dangerouslyAllowInsecureOrigins: true',
    ],
  ])('leave %p refused, and say what to do', (origin, fix) => {
    const options = { origin, ...COOKIES, dangerouslyAllowInsecureOrigins: [NAS] };
    expect(compile(options).issues?.map((issue) => [issue.reason, issue.fix])).toEqual([
      ['origin-insecure', fix],
    ]);
  });

  it('are the only ones that are granted credentials, whatever the rest of the options (R7)', () => {
    const asked = fc.constantFrom(NAS, OTHER, `${NAS}:8080`, 'http://localhost', APP);
    const origin = fc.constantFrom<PolicyOptions['origin'][]>(
      [APP, NAS],
      [APP, 'http://*.lan.example'],
      ['http://*.lan.example:*', `${NAS}:*`],
      [OTHER, /^https?:\/\/[a-z]+\.lan\.example(?::\d+)?$/],
      [`${NAS}:8080`, 'http://localhost:*'],
      () => true,
      () => [NAS, OTHER],
    );
    const allowed = fc.subarray([NAS, OTHER, `${NAS}:8080`]);
    let insecure = 0;
    fc.assert(
      fc.property(origin, allowed, asked, (origin, allowed, asked) => {
        const options = { origin, ...COOKIES, dangerouslyAllowInsecureOrigins: allowed };
        const { policy } = compile(options);
        const verdict = policy && judgeOrigin(policy.origins, asked, {}, 1000);
        if (verdict === undefined || verdict instanceof Promise || !verdict.granted) return;
        if (asked === APP || asked === 'http://localhost') return;
        insecure += 1;
        expect(allowed).toContain(asked);
      }),
      { numRuns: runs(1000) },
    );
    expect(insecure).toBeGreaterThan(0);
  });

  it('are copied: a change of the list later changes nothing', async () => {
    const list = [NAS];
    const { policy } = compile({
      origin: () => true,
      ...COOKIES,
      dangerouslyAllowInsecureOrigins: list,
    });
    list.push(OTHER);
    expect(policy && matchOrigin(policy.origins, OTHER)).toBe('insecure');
  });
});

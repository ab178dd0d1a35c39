import { describe, expect, it } from '@jest/globals';
import { originChecks, rememberingChecks } from '../../lib/origin-checks.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { compilePolicy } from '../../lib/protocol/policy.js';
import { ACCEPTED_HOSTS, REFUSED_HOSTS } from './credentialed-expressions.js';
import { judge } from './engine.js';

// How slow an expression can be is a matter of other tests, and takes most of the time.
const CHECKS = { ...rememberingChecks(), slowness: () => undefined };
const FLAGS = ['', 'i', 'u', 'iu', 's', 'm'];
const COOKIES = { credentials: true };

const compile = (options: PolicyOptions) => compilePolicy(options, CHECKS);
const reasons = (options: PolicyOptions) =>
  (compile(options).issues ?? []).map(({ reason }) => reason);
const grants = (options: PolicyOptions, origins: readonly string[]) => {
  const { policy } = compile(options);
  return origins.filter((origin) => policy && judge(policy, origin).granted);
};
const https = (written: string, flags = '') => new RegExp(`^https://(?:${written})$`, flags);

describe('an expression that may have credentials', () => {
  it.each(ACCEPTED_HOSTS)('%s', (written, origins, others = []) => {
    for (const flags of FLAGS) {
      const options = { origin: https(written, flags), ...COOKIES };
      expect([flags, reasons(options)]).toEqual([flags, []]);
      const asked = [...origins, ...others, 'https://evil.example', 'null'];
      expect(grants(options, asked)).toEqual(origins);
    }
  });
});

describe('an expression that would give credentials to any site (R14)', () => {
  it.each(REFUSED_HOSTS)('%s is open in front of "%s"', (written, ending) => {
    for (const flags of FLAGS) {
      const origin = https(written, flags);
      expect(originChecks.hostEndings(origin)?.open).toContain(ending);
      const [reason, ...others] = reasons({ origin, ...COOKIES });
      expect(['regexp-open', 'origin-public-suffix']).toContain(reason);
      expect(others).toEqual([]);
    }
  });

  it.each(REFUSED_HOSTS)('%s boots where that is allowed', (written) => {
    const origin = https(written);
    expect(reasons({ origin, ...COOKIES, dangerouslyAllowPublicSuffixes: true })).toEqual([]);
  });

  it('is refused beside origins, once for each expression', () => {
    const origin = ['https://app.example.com', /^https:\/\/.+$/, /^https:\/\/.*a\.example$/];
    expect(reasons({ origin, ...COOKIES })).toEqual(['regexp-open', 'regexp-open']);
  });

  it('cannot be read: it has too many endings, or repeats them', () => {
    const many = Array.from({ length: 257 }, (_, at) => `a${at}\\.example`).join('|');
    for (const written of [many, 'a*example\\.com', '(?:a|b){9}\\.example', '(?:ab?)+']) {
      expect(originChecks.hostEndings(https(written))).toBe(undefined);
      expect(reasons({ origin: https(written), ...COOKIES })).toEqual(['regexp-open']);
    }
    const most = many.split('|').slice(0, 250).join('|');
    expect(reasons({ origin: https(most), ...COOKIES })).toEqual([]);
  });

  it('ends after bounded work, however it is nested', () => {
    const nested = `${'(?:'.repeat(40)}a?${'){0,300}'.repeat(40)}`;
    const deep = `${'(?:'.repeat(20_000)}a${')'.repeat(20_000)}`;
    const exact = `(?:(?:a{100}){100}){100}\\.example`;
    for (const written of [nested, deep, '(?:(?:){999999999}){999999999}']) {
      expect(originChecks.hostEndings(https(written))?.open ?? []).toEqual([]);
    }
    // Longer than any host: it matches nothing.
    expect(originChecks.hostEndings(https(exact))?.hosts).toEqual(new Set());
  });
});

describe('public suffixes that are allowed by name', () => {
  const names = (...names: string[]) => ({ dangerouslyAllowPublicSuffixes: names });
  const TEAM = /^https:\/\/my-app-[a-z0-9-]+-team\.vercel\.app$/;

  it.each<[PolicyOptions['origin'], string[], boolean]>([
    [TEAM, ['vercel.app'], true],
    [TEAM, ['github.io', 'vercel.app'], true],
    [TEAM, ['app'], true],
    [TEAM, ['github.io'], false],
    [TEAM, ['team.vercel.app'], false],
    [TEAM, ['ercel.app'], false],
    [TEAM, [], false],
    [/^https:\/\/.+$/, ['com', 'app'], false],
    [/^https:\/\/.*example\.com$/, ['com'], true],
    [/^https:\/\/[a-z]+\.(?:vercel\.app|github\.io)$/, ['vercel.app'], false],
    [/^https:\/\/[a-z]+\.(?:vercel\.app|github\.io)$/, ['vercel.app', 'github.io'], true],
    [/^https:\/\/.*\.github\.io$/, ['github.io'], true],
    [/^https:\/\/.*\.github\.io$/, ['vercel.app'], false],
    ['https://*.github.io', ['github.io'], true],
    ['https://*.github.io', ['vercel.app'], false],
    ['https://*.s3.amazonaws.com', ['amazonaws.com'], true],
    ['https://*.amazonaws.com', ['s3.amazonaws.com'], false],
  ])('%p with %j boots: %p', (origin, suffixes, boots) => {
    expect(reasons({ origin, ...COOKIES, ...names(...suffixes) }).length === 0).toBe(boots);
  });

  it('are granted, and nothing else', () => {
    const options = {
      origin: /^https:\/\/(?:[a-z0-9-]+\.vercel\.app|[a-z]+\.example\.com)$/,
      ...COOKIES,
      ...names('vercel.app'),
    };
    const origins = ['https://pr-1.vercel.app', 'https://a.example.com'];
    expect(grants(options, [...origins, 'https://vercel.app'])).toEqual(origins);
  });

  it.each([
    [['https://vercel.app'], 'https://vercel.app'],
    [['*.vercel.app'], '*.vercel.app'],
    [['.vercel.app'], '.vercel.app'],
    [['Vercel.app'], 'Vercel.app'],
    [[''], ''],
    [['vercel.app', 7], 7],
    [['vercel.app:443'], 'vercel.app:443'],
  ])('are hosts: %j', (dangerouslyAllowPublicSuffixes, value) => {
    const options = { origin: TEAM, dangerouslyAllowPublicSuffixes } as PolicyOptions;
    expect(compile(options).issues).toEqual([
      {
        option: 'dangerouslyAllowPublicSuffixes',
        value,
        reason: 'wrong-type',
        why: 'is not a public suffix',
        fix: 'write the suffix alone, such as "vercel.app"',
      },
    ]);
  });

  it('are copied: a change of the list later changes nothing', () => {
    const list = ['vercel.app'];
    const { policy } = compile({ origin: TEAM, ...COOKIES, dangerouslyAllowPublicSuffixes: list });
    list.length = 0;
    expect(policy && judge(policy, 'https://my-app-1-team.vercel.app').granted).toBe(true);
  });
});

describe('http in an expression that may have credentials (R7)', () => {
  it.each([
    [/^http:\/\/app\.example\.com$/, true],
    [/^https?:\/\/app\.example\.com$/, true],
    [/^http(s)?:\/\/app\.example\.com$/, true],
    [/^http(?:s)?:\/\/app\.example\.com$/, true],
    [/^https{0,1}:\/\/app\.example\.com$/, true],
    [/^https*:\/\/app\.example\.com$/, true],
    [/^http[s]?:\/\/app\.example\.com$/, true],
    [/^[a-z]+:\/\/app\.example\.com$/, true],
    [/^\w+:\/\/.*\.example\.com$/, true],
    [/^[^:]+:\/\/app\.example\.com$/, true],
    [/^.*:\/\/app\.example\.com$/, true],
    [/^.*\/\/app\.example\.com$/, true],
    [/^.*\/app\.example\.com$/, true],
    [/^.*\.example\.com$/, true],
    [/^HTTP:\/\/app\.example\.com$/i, true],
    [/^https:\/\/a\.example$|^http:\/\/a\.example$/, true],
    [/^(?:https|http):\/\/.*\.example\.com$/, true],
    [/^(?:ht|f)tps?:\/\/a\.example\.com$/, true],
    [/^h.{2}p:\/\/a\.example\.com$/, true],
    [/^\x68ttp:\/\/a\.example\.com$/, true],
    [/^(h)ttp(?:s|):\/\/a\.example\.com$/, true],
    [/^(ht*)p:\/\/a\.example\.com$/, true],
    [/^http:\/\/10\.0\.0\.1$/, true],
    [/^http:\/\/(?:localhost|a\.example)$/, true],
    [/^http:\/\/localhost\.example\.com$/, true],
    [/^https?:\/\/(?:127\.0\.0\.1|10\.0\.0\.1):\d+$/, true],
    [/^https:\/\/app\.example\.com$/, false],
    [/^https:\/\/https?\.example$/, false],
    [/^http:\/\/localhost$/, false],
    [/^http:\/\/localhost(:\d+)?$/, false],
    [/^https?:\/\/localhost:\d{4,5}$/, false],
    [/^http:\/\/.*\.localhost:3000$/, false],
    [/^http:\/\/127\.0\.0\.1$/, false],
    [/^http:\/\/127\.1\.2\.3:\d+$/, false],
    [/^http:\/\/\[::1\](?::\d+)?$/, false],
    [/^(?:https:\/\/.*\.example\.com|http:\/\/localhost(:\d+)?)$/, false],
    [/^(capacitor|ionic):\/\/localhost$/, false],
    [/^[a-z]+:\/\/localhost$/, false],
    [/^(?:https|capacitor):\/\/app\.example\.com$/, false],
    [/^[a-z]+s:\/\/app\.example\.com$/, false],
    [/^x[a-z]+:\/\/app\.example\.com$/, false],
    [/^ht{3,}p:\/\/app\.example\.com$/, false],
  ])('%p can be sent in clear to another machine: %p', (origin, isInsecure) => {
    const insecure = isInsecure ? ['origin-insecure'] : [];
    expect(reasons({ origin, ...COOKIES })).toEqual(insecure);
    expect(reasons({ origin, ...COOKIES, dangerouslyAllowInsecureOrigins: true })).toEqual([]);
    expect(reasons({ origin })).toEqual([]);
  });
});

describe('what an expression with credentials has matched is looked at again', () => {
  // As if the boot had read other expressions: none of them opens, and all are encrypted.
  const blind = (hosts: readonly string[], domains: readonly string[]) => ({
    ...CHECKS,
    hostEndings: () => ({
      hosts: new Set(hosts),
      domains: new Set(domains),
      below: new Set(['localhost']),
      open: [],
      takesInsecure: false,
    }),
  });
  const ANY = /^.+$/;
  const granted = (options: PolicyOptions, origins: readonly string[]) => {
    const { policy } = compilePolicy(options, blind(['10.0.0.1', 'a.vercel.app'], ['example.com']));
    return origins.filter((origin) => policy && judge(policy, origin).granted);
  };
  const KNOWN = [
    'https://example.com',
    'https://a.b.example.com:8443',
    'https://10.0.0.1',
    'https://a.vercel.app',
    'http://a.localhost:3000',
    'capacitor://a.example.com',
  ];
  const INSECURE = ['http://example.com', 'http://10.0.0.1:8080', 'http://a.vercel.app'];
  const OTHERS = [
    'https://evilexample.com',
    'https://example.com.evil.com',
    'https://10.0.0.2',
    'https://b.vercel.app',
    'https://a.a.vercel.app',
    'https://com',
    'https://localhost',
    'https://[::1]',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  ];
  const ALL = [...KNOWN, ...INSECURE, ...OTHERS];

  it('the host or its registrable domain is spelled out, and the scheme is safe', () => {
    expect(granted({ origin: ANY, ...COOKIES }, ALL)).toEqual(KNOWN);
  });

  it('a scheme that is not encrypted is allowed by its own option, and no other host', () => {
    const options = { origin: ANY, ...COOKIES, dangerouslyAllowInsecureOrigins: true };
    expect(granted(options, ALL)).toEqual([...KNOWN, ...INSECURE]);
  });

  it('other hosts are allowed by their own option, and no scheme', () => {
    const options = { origin: ANY, ...COOKIES, dangerouslyAllowPublicSuffixes: true };
    const encrypted = ALL.filter((origin) => !INSECURE.includes(origin));
    expect(granted(options, ALL)).toEqual(encrypted);
  });

  it('without credentials, nothing is', () => {
    expect(granted({ origin: ANY }, ALL)).toEqual(ALL);
  });

  it('where its endings cannot be read and all suffixes are allowed, the scheme still is', () => {
    const unreadable = { ...CHECKS, hostEndings: () => undefined };
    const options = { origin: ANY, ...COOKIES, dangerouslyAllowPublicSuffixes: true };
    const { policy } = compilePolicy(options, unreadable);
    const granted = ALL.filter((origin) => policy && judge(policy, origin).granted);
    expect(granted).toEqual(ALL.filter((origin) => !INSECURE.includes(origin)));
  });

  it('the list of suffixes is asked only about what was matched with credentials', () => {
    let asked = 0;
    const registrableDomain = (host: string) => {
      asked += 1;
      return CHECKS.registrableDomain(host);
    };
    const origin = [
      /^https:\/\/[a-z]+\.example\.com$/,
      'https://*.acme.example',
      /^https:\/\/b\.example$/,
    ];
    const counting = { ...CHECKS, registrableDomain };
    const { policy } = compilePolicy({ origin, ...COOKIES }, counting);
    const open = compilePolicy({ origin }, counting).policy;
    if (policy === undefined || open === undefined) throw new Error('it does not boot');
    asked = 0;
    for (const other of [
      'https://evil.example',
      'https://a.acme.example',
      'https://b.example',
      'x',
    ]) {
      judge(policy, other);
      judge(open, other);
    }
    judge(open, 'https://a.example.com');
    expect(asked).toBe(0);
    judge(policy, 'https://a.example.com');
    expect(asked).toBe(1);
  });
});

describe('custom schemes', () => {
  it.each([
    [/^(capacitor|ionic):\/\/localhost$/, ['capacitor://localhost', 'ionic://localhost']],
    [/^(?:tauri|app):\/\/(?:localhost|main)$/, ['tauri://localhost', 'app://main']],
    [
      /^chrome-extension:\/\/(?:abcdefghijklmnopabcdefghijklmnop)$/,
      ['chrome-extension://abcdefghijklmnopabcdefghijklmnop'],
    ],
    [/^com\.example\.app:\/\/localhost$/, ['com.example.app://localhost']],
  ])('%p', (origin, origins) => {
    expect(reasons({ origin, ...COOKIES })).toEqual([]);
    expect(grants({ origin, ...COOKIES }, [...origins, 'http://evil.example'])).toEqual(origins);
  });

  it.each([
    /^chrome-extension:\/\/[a-p]{32}$/,
    /^moz-extension:\/\/[0-9a-f-]+$/,
    /^[a-z]+:\/\/.*$/,
  ])('%p would let in every one', (origin) => {
    expect(reasons({ origin, ...COOKIES })).toContain('regexp-open');
  });
});

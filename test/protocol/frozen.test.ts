import { describe, expect, it } from '@jest/globals';
import { originChecks } from '../../lib/origin-checks.js';
import { compilePolicy } from '../../lib/protocol/policy.js';
import { actual, compile, preflight } from './engine.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';

const written = () => ({
  origin: [APP, /^https:\/\/pr-[0-9]+\.a\.example$/],
  credentials: true,
  methods: ['GET', 'PUT'],
  allowedHeaders: ['X-A'],
  exposedHeaders: ['X-Id'],
  maxAge: 600,
  optionsSuccessStatus: 200,
});

describe('a compiled policy (R13)', () => {
  it('is frozen, with every object and list that it holds', () => {
    const thawed: string[] = [];
    const visit = (path: string, value: unknown): void => {
      if (!isPlain(value)) return;
      if (!Object.isFrozen(value)) thawed.push(path);
      for (const [key, member] of Object.entries(value)) visit(`${path}.${key}`, member);
    };
    visit('policy', compile(written()));
    expect(thawed).toEqual([]);
  });

  it('does not change with its options', () => {
    const options = written();
    const policy = compile(options);
    const before = answers(policy);
    const [, expression] = options.origin as [string, RegExp];
    expression.compile('^.*$');
    options.origin.push(EVIL, '*');
    options.methods.push('DELETE');
    options.allowedHeaders.push('*');
    options.exposedHeaders.length = 0;
    Object.assign(options, { credentials: false, maxAge: 5, optionsSuccessStatus: 299 });
    expect(answers(policy)).toEqual(before);
  });

  it('is made of frozen options', () => {
    const options = written();
    Object.values(options).forEach((value) => Object.freeze(value));
    expect(answers(compile(Object.freeze(options)))).toEqual(answers(compile(written())));
  });

  it('leaves its options as they are', () => {
    const options = written();
    compile(options);
    expect(options).toEqual(written());
  });

  it('answers the same every time', () => {
    const policy = compile(written());
    const first = answers(policy);
    expect([answers(policy), answers(policy)]).toEqual([first, first]);
  });

  it('does not change with the issues of another', () => {
    const options = { ...written(), origin: ['*', APP] };
    const { issues } = compilePolicy(options, originChecks);
    options.origin.length = 0;
    expect(issues?.map(({ reason }) => reason)).toEqual([
      'origin-any-in-list',
      'origin-any-with-credentials',
    ]);
  });
});

function answers(policy: ReturnType<typeof compile>) {
  return [APP, 'https://pr-7.example', EVIL, undefined].flatMap((origin) => [
    actual(policy, origin),
    preflight(policy, origin ?? 'null', 'PUT', 'x-a'),
    preflight(policy, origin ?? 'null', 'DELETE', 'x-b'),
  ]);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value) as never);
}

import type { FoundIssue } from './configuration-issues.js';
import { CORS_METADATA } from './cors.decorator.js';
import type { CorsDeclaration, CorsOptions } from './cors-options.js';
import { nearestPolicy } from './layer-options.js';
import { asInherited, type Layer } from './merge.js';
import { originChecks } from './origin-checks.js';
import { placeOfPolicy } from './place.js';
import { described } from './printed.js';
import { compilePolicy } from './protocol/policy.js';

/** Reads what `@Cors()` says on a class (or on the nearest class above it) or on a method. */
export function declarationOf(target: object): CorsDeclaration | undefined {
  return Reflect.getMetadata(CORS_METADATA, target) as CorsDeclaration | undefined;
}

/** The options that a layer means, unread, and the target that they stand at. */
export interface Resolved {
  readonly target: string;
  readonly options: unknown;
  /** Why it is not known what the layer means. Then nothing can be said about what is merged with it. */
  readonly issue?: FoundIssue;
}

/** Resolves what a decorator says: a name to the options that have it, a function to what it returns. */
export function resolveDeclaration(
  { target, declaration }: Layer,
  inherited: CorsOptions,
  policies: Readonly<Record<string, unknown>>,
): Resolved {
  const unresolved = (issue: Omit<FoundIssue, 'option' | 'value'>): Resolved => ({
    target,
    options: {},
    issue: { option: '@Cors', value: declaration, ...issue },
  });
  if (typeof declaration === 'string') {
    if (Object.hasOwn(policies, declaration)) {
      return { target: placeOfPolicy(declaration), options: policies[declaration] };
    }
    return unresolved({
      reason: 'policy-unknown',
      why: 'is not the name of a policy',
      fix: nearestPolicy(declaration, Object.keys(policies), (origin) =>
        bootsBeside(inherited, origin),
      ),
    });
  }
  if (typeof declaration !== 'function') return { target, options: declaration };
  try {
    return { target, options: declaration(asInherited(inherited)) };
  } catch (error) {
    return unresolved({
      reason: 'declaration-failed',
      why: `threw ${described(error)}`,
      fix: 'return options',
    });
  }
}

function bootsBeside({ credentials, ...inherited }: CorsOptions, origin: string): boolean {
  const allowed = Object.entries(inherited).filter(([name]) => name.startsWith('dangerously'));
  const options = { ...Object.fromEntries(allowed), credentials, origin };
  return compilePolicy(options, originChecks).issues === undefined;
}

import type { ModulesContainer } from '@nestjs/core';
import { issueAt, type CorsConfigurationIssue } from './configuration-error.js';
import { controllerHandlers, controllersOf } from './controller-routes.js';
import { CORS_METADATA } from './cors.decorator.js';
import type { CorsDeclaration, CorsModuleOptions, CorsOptions } from './cors-options.js';
import { asInherited, type Layer, type Resolve } from './merge.js';

/** Reads what `@Cors()` says on a class (or on the nearest class above it) or on a method. */
export function declarationOf(target: object): CorsDeclaration | undefined {
  return Reflect.getMetadata(CORS_METADATA, target) as CorsDeclaration | undefined;
}

/** Says whether any controller of an app, or any handler, has a `@Cors()`. */
export function isDeclaredIn(modules: ModulesContainer): boolean {
  return controllersOf(modules).some((controller) =>
    [controller, ...controllerHandlers(controller).map(({ callback }) => callback)].some(
      (target) => declarationOf(target) !== undefined,
    ),
  );
}

/**
 * Makes what resolves a layer to its options: a name to the options that it stands for, a function
 * to what it returns. What cannot be resolved is reported, and inherits everything.
 */
export function resolveWith(
  policies: CorsModuleOptions['policies'] = {},
  report: (issue: CorsConfigurationIssue) => void,
): Resolve {
  return ({ target, declaration }: Layer, inherited: CorsOptions) => {
    const options = (value: CorsOptions, at = target) => ({ target: at, options: value });
    const fail = (issue: Parameters<typeof issueAt>[1]) => {
      report(issueAt(target, issue));
      return options({});
    };
    if (typeof declaration === 'string') {
      const named = Object.hasOwn(policies, declaration) ? policies[declaration] : undefined;
      if (named !== undefined) return options(named, `policies.${declaration}`);
      return fail({
        option: 'policies',
        value: declaration,
        reason: 'policy-unknown',
        why: 'is no policy of CorsModule.forRoot',
        fix: knownNames(Object.keys(policies)),
      });
    }
    if (typeof declaration !== 'function') return options(declaration || {});
    try {
      return options(declaration(asInherited(inherited)));
    } catch (error) {
      return fail({
        option: '@Cors(function)',
        value: declaration,
        reason: 'declaration-failed',
        why: `threw ${error instanceof Error ? error.message : String(error)}`,
        fix: 'return options; absent lists of the inherited options are empty arrays',
      });
    }
  };
}

function knownNames(names: readonly string[]): string {
  if (names.length === 0) return 'add it to `policies`';
  return `write one of ${names.map((name) => JSON.stringify(name)).join(', ')}`;
}

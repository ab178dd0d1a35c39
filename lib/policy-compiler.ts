import type { ModuleRef } from '@nestjs/core';
import { issueAt, type CorsConfigurationIssue } from './configuration-error.js';
import type { CorsModuleOptions, CorsOptions } from './cors-options.js';
import { resolveWith } from './declarations.js';
import { mergeLayers, rootOptions, type Layer, type Resolve } from './merge.js';
import { isResolverClass, toOriginOption } from './origin-function.js';
import type { EffectivePolicy } from './platform-routes.js';
import type { PolicyIssue } from './protocol/issue.js';
import type { PolicyOptions } from './protocol/options.js';
import { checkOptions, compilePolicy, type CorsPolicy } from './protocol/policy.js';

/**
 * Merges and compiles the layers of every route. Options that say the same share one policy, so
 * that a thousand routes with three policies hold three objects. Issues are collected, each once.
 */
export class PolicyCompiler {
  private readonly found = new Map<string, CorsConfigurationIssue>();
  private readonly compiled = new Map<string, CorsPolicy | undefined>();
  private readonly identities = new Map<unknown, number>();
  private readonly checked = new Set<CorsOptions>();
  private readonly root: Layer;
  private readonly resolve: Resolve;

  constructor(
    options: CorsModuleOptions,
    private readonly moduleRef: ModuleRef,
  ) {
    this.resolve = resolveWith(options.policies, (issue) => this.report(issue));
    this.root = { target: 'CorsModule.forRoot', declaration: rootOptions(options) };
    this.check(this.root.target, rootOptions(options));
    for (const [name, policy] of Object.entries(options.policies ?? {})) {
      this.check(`policies.${name}`, policy);
    }
  }

  /** Everything that is wrong so far. */
  get issues(): readonly CorsConfigurationIssue[] {
    return [...this.found.values()];
  }

  /** The policy of `layers` inside the root. `target` is who has it, for the messages. */
  compile(target: string, layers: readonly Layer[]): EffectivePolicy {
    const merged = mergeLayers(this.root, layers, (layer, inherited) => {
      const resolved = this.resolve(layer, inherited);
      this.check(resolved.target, resolved.options);
      return resolved;
    });
    if (merged === false || merged.options.origin === false) return false;
    const silent = merged.options.origin === undefined && layers.length === 0;
    return silent ? undefined : this.policyOf(target, merged.options);
  }

  private policyOf(target: string, options: CorsOptions): EffectivePolicy {
    const key = this.keyOf(options);
    if (!this.compiled.has(key)) {
      const { policy, issues } = compilePolicy(this.toPolicyOptions(options));
      this.compiled.set(key, policy);
      for (const issue of issues ?? []) {
        if (!this.isReported(issue)) this.report(issueAt(target, issue));
      }
    }
    return this.compiled.get(key);
  }

  private check(target: string, options: CorsOptions): void {
    if (this.checked.has(options)) return;
    this.checked.add(options);
    const { origin, ...others } = options;
    const checkable: PolicyOptions = isResolverClass(origin) ? others : (options as PolicyOptions);
    for (const issue of checkOptions(checkable)) this.report(issueAt(target, issue));
  }

  private toPolicyOptions({ origin, ...options }: CorsOptions): PolicyOptions {
    if (origin === undefined) return options;
    return { ...options, origin: toOriginOption(origin, this.moduleRef) };
  }

  /** What is wrong with the options of one layer alone has been said of that layer. */
  private isReported({ option, value, reason }: PolicyIssue): boolean {
    return this.issues.some(
      (issue) => issue.option === option && issue.reason === reason && issue.value === value,
    );
  }

  private report(issue: CorsConfigurationIssue): void {
    this.found.set(issue.message, issue);
  }

  /** The same text for options that say the same. Functions and expressions are only like themselves. */
  private keyOf(options: CorsOptions): string {
    const entries = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify(entries, (_, value: unknown) =>
      typeof value === 'function' || value instanceof RegExp ? this.identityOf(value) : value,
    );
  }

  private identityOf(value: unknown): { readonly identity: number } {
    let identity = this.identities.get(value);
    if (identity === undefined) {
      identity = this.identities.size;
      this.identities.set(value, identity);
    }
    return { identity };
  }
}

import type { ModuleRef } from '@nestjs/core';
import { ConfigurationIssues } from './configuration-issues.js';
import type { CorsConfigurationIssue } from './configuration-error.js';
import { OptionCopies } from './copied-options.js';
import type { CorsModuleOptions, CorsOptions, CorsPath } from './cors-options.js';
import type { CorsOriginList } from './cors-origin.js';
import { resolveDeclaration, type Resolved } from './declarations.js';
import { Identity } from './identity.js';
import { isOptions, readPolicies } from './layer-options.js';
import { LoadedOrigins } from './loaded-origins.js';
import { LoadedPolicy } from './loaded-policy.js';
import { mergeLayers, mergeOver, mergeRoot, type Layer, type MergedOptions } from './merge.js';
import { reportMerged } from './merged-issue.js';
import { readPaths } from './path-options.js';
import { readLayer, type ReadLayer } from './read-layer.js';
import { reportOnlyOf } from './report-only.js';
import { rememberingChecks } from './origin-checks.js';
import { isOriginList } from './origin-object.js';
import { toOriginOption } from './origin-option.js';
import { placeOfPolicy, ROOT } from './place.js';
import type { EffectivePolicy } from './platform-routes.js';
import type { OriginSource } from './protocol/origin-rules.js';
import { bare } from './protocol/options.js';
import { compilePolicy, type Compiled } from './protocol/policy.js';

/**
 * Merges and compiles the layers of every route. Options that say the same share one policy, so
 * that a thousand routes with three policies hold three objects.
 */
export class PolicyCompiler {
  private readonly found = new ConfigurationIssues();
  private readonly compiled = new Map<number, Compiled>();
  private readonly options = new Map<EffectivePolicy, CorsOptions>();
  private readonly identity = new Identity();
  private readonly checks = rememberingChecks();
  private readonly layers = new Map<unknown, ReadLayer>();
  private readonly resolved = new Map<number, Resolved>();
  private readonly loaded = new Map<CorsOriginList, LoadedOrigins>();
  private readonly faultless = new Map<readonly Layer[], EffectivePolicy>();
  /** What every layer inherits. It is one object, so that it is looked at once. */
  private readonly root: MergedOptions;
  /** What each policy by name means, by where it is written. */
  readonly named = new Map<string, MergedOptions>();
  /** Whether any route has a policy that is evaluated beside its own. */
  hasReportOnly = false;
  /** The paths of the root, with what they declare. */
  readonly paths: readonly CorsPath[];
  private readonly policies: Readonly<Record<string, unknown>>;

  constructor(
    given: CorsModuleOptions,
    private readonly moduleRef: ModuleRef,
    private readonly copies = new OptionCopies(),
  ) {
    const options = copies.of(given);
    const root: CorsModuleOptions = bare(isOptions(options) ? { ...options } : {});
    const { policies = {}, paths = [] } = root;
    // Not the rest of a destructuring: of an object with very many members each copy takes long.
    Reflect.deleteProperty(root, 'policies');
    Reflect.deleteProperty(root, 'paths');
    // A value that is not an object stays as it is: a copy of it would be valid, empty options.
    const declaration = isOptions(options) ? root : options;
    this.policies = readPolicies(policies, (issue) => this.found.report(ROOT, issue));
    this.paths = readPaths(paths, (issue) => this.found.report(ROOT, issue));
    this.root = mergeRoot(ROOT, this.read(ROOT, declaration));
    this.refuseUndefinedOrigin(ROOT, options);
    for (const [name, policy] of Object.entries(this.policies)) {
      const target = placeOfPolicy(name);
      const options = this.read(target, policy);
      this.refuseUndefinedOrigin(target, policy);
      if (!isOptions(policy)) continue;
      const merged = mergeOver(this.root, { target, options });
      this.named.set(target, merged);
      this.checkNamed(merged);
    }
  }

  /** Everything that is wrong so far. */
  get issues(): readonly CorsConfigurationIssue[] {
    return this.found.list();
  }

  /** The lists of origins that policies wait for. */
  get lists(): readonly LoadedOrigins[] {
    return [...this.loaded.values()];
  }

  /** Every policy, with the merged options that it was compiled from. */
  get compiledFrom(): ReadonlyMap<EffectivePolicy, CorsOptions> {
    return this.options;
  }

  /** The merged options that a policy was compiled from. */
  optionsOf(policy: EffectivePolicy): CorsOptions {
    return this.options.get(policy) ?? {};
  }

  /** What `layers` say inside the root, and which of them says it: for what has been compiled. */
  mergedOf(layers: readonly Layer[]): MergedOptions | false {
    return mergeLayers(this.root, layers, (layer, inherited) => {
      const { target, options } = this.resolve(layer.target, layer, inherited);
      return { target, options: this.read(target, options) };
    });
  }

  /**
   * The policy of `layers` inside the root. `route` is who has it. As long as nothing is wrong, all
   * routes with the same layers are as the first one.
   */
  compile(route: string, layers: readonly Layer[]): EffectivePolicy {
    if (this.faultless.has(layers) && this.found.isEmpty) return this.faultless.get(layers);
    const policy = this.compileFor(route, layers);
    this.faultless.set(layers, policy);
    return policy;
  }

  private compileFor(route: string, layers: readonly Layer[]): EffectivePolicy {
    let isResolved = true;
    const merged = mergeLayers(this.root, layers, (layer, inherited) => {
      const { target, options, issue } = this.resolve(route, layer, inherited);
      isResolved &&= issue === undefined;
      return { target, options: this.read(target, options) };
    });
    if (merged === false) return false;
    for (const [option, target] of merged.sources) this.found.reach(route, target, option);
    if (merged.options.origin === false) return false;
    if (!isResolved) return undefined;
    const silent = merged.options.origin === undefined && layers.length === 0;
    if (silent) return undefined;
    const policy = this.policyOf(merged, route);
    this.compileReportOnly(route, merged);
    return policy;
  }

  /** The policy that is evaluated beside the one of `layers`, which has been compiled. */
  reportOnlyOf(layers: readonly Layer[]): EffectivePolicy {
    const merged = this.mergedOf(layers);
    const beside = merged === false ? undefined : reportOnlyOf(merged);
    if (beside?.options.origin === false) return false;
    return beside && this.compiled.get(this.identity.of(beside.options))?.policy;
  }

  /**
   * Compiles what a name means, whether any route has it or not: its options over those of the root.
   * A list is loaded only for a route, so that there is no policy of it yet.
   */
  private checkNamed(merged: MergedOptions): void {
    for (const meant of [merged, reportOnlyOf(merged)]) {
      if (meant === undefined || meant.options.origin === false) continue;
      if (!isOriginList(meant.options.origin)) this.policyOf(meant);
      else this.reportAll(this.compileOptions(meant.options), meant);
    }
  }

  private compileReportOnly(route: string, merged: MergedOptions): void {
    const beside = reportOnlyOf(merged);
    if (beside === undefined) return;
    this.hasReportOnly = true;
    if (beside.options.origin !== false) this.policyOf(beside, route);
  }

  /** Resolves a layer. A function is called once for what it inherits, however many routes there are. */
  private resolve(route: string, given: Layer, inherited: CorsOptions): Resolved {
    const layer = { ...given, declaration: this.copies.of(given.declaration) };
    if (isOptions(layer.declaration)) return resolveDeclaration(layer, inherited, this.policies);
    const key = this.identity.of({ ...layer, inherited });
    const resolved = this.resolved.get(key) ?? this.resolveOnce(layer, inherited);
    this.resolved.set(key, resolved);
    if (resolved.issue !== undefined) this.found.report(layer.target, resolved.issue, route);
    return resolved;
  }

  private resolveOnce(layer: Layer, inherited: CorsOptions): Resolved {
    const resolved = resolveDeclaration(layer, inherited, this.policies);
    return { ...resolved, options: this.copies.of(resolved.options) };
  }

  /** Compiles options that nobody has written. A list of them is not loaded, and stays empty. */
  compileOptions(options: CorsOptions): Compiled {
    const merged = { options, sources: new Map(), targets: [] };
    return this.compileWith(options, () => new LoadedPolicy(merged, this.checks).source);
  }

  private compileWith(
    options: CorsOptions,
    source: (list: CorsOriginList) => OriginSource,
  ): Compiled {
    const { origin, originTimeout } = options;
    const option = origin && toOriginOption(origin, this.moduleRef, source, originTimeout);
    return compilePolicy({ ...options, origin: option }, this.checks);
  }

  /** @param route the route that has the options, unless it is a name by itself */
  private policyOf(merged: MergedOptions, route?: string): EffectivePolicy {
    // What is only reported tells no two policies apart: it may not change what is answered.
    const { reportOnly: _, ...options } = merged.options;
    const key = this.identity.of(options);
    let compiled = this.compiled.get(key);
    if (compiled === undefined) {
      const source = (list: CorsOriginList) => this.sourceOf(list, merged, route);
      compiled = this.compileWith(options, source);
      this.compiled.set(key, compiled);
      this.options.set(compiled.policy, options);
    }
    this.reportAll(compiled, merged, route);
    return compiled.policy;
  }

  private reportAll({ issues = [] }: Compiled, merged: MergedOptions, route?: string): void {
    for (const issue of issues) reportMerged(this.found, merged, issue, route);
  }

  /** Has a policy take its origins from a list, which is loaded once for all policies that have it. */
  private sourceOf(list: CorsOriginList, merged: MergedOptions, route?: string): OriginSource {
    const loaded = this.loaded.get(list) ?? new LoadedOrigins(list);
    const policy = new LoadedPolicy(merged, this.checks, route);
    loaded.addPolicy(policy);
    this.loaded.set(list, loaded);
    return policy.source;
  }

  /** Reads the options that stand at a target. The same options may stand at several. */
  private read(target: string, value: unknown): CorsOptions {
    let layer = this.layers.get(value);
    if (layer === undefined) {
      layer = readLayer(value, this.moduleRef, this.checks);
      this.layers.set(value, layer);
    }
    for (const issue of layer.issues) this.found.report(target, issue);
    return layer.options;
  }

  /** Where nothing could be inherited, `undefined` was not meant to say nothing. */
  private refuseUndefinedOrigin(target: string, options: unknown): void {
    if (!isOptions(options) || !('origin' in options) || options['origin'] !== undefined) return;
    this.found.report(target, {
      option: 'origin',
      value: undefined,
      reason: 'origin-undefined',
      why: 'is given, and says nothing',
      fix: 'set the environment variable that it comes from, or leave the option out',
    });
  }
}

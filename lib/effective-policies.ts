import { Inject, Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { describeAmbiguities } from './ambiguous-routes.js';
import { CorsConfigurationError, type CorsConfigurationIssue } from './configuration-error.js';
import { OptionCopies } from './copied-options.js';
import type { CorsModuleOptions } from './cors-options.js';
import { CORS_MODULE_OPTIONS } from './cors.module-definition.js';
import type { Layer } from './merge.js';
import { OriginLists } from './origin-lists.js';
import type { DeclaredRoute, EffectivePolicy, PathRoute, Route } from './platform-routes.js';
import { unusedInsecureOrigins } from './policies/unused-insecure-origins.js';
import { PolicyCompiler } from './policy-compiler.js';
import { RouteSources } from './route-sources.js';
import { RouteTables } from './route-table.js';
import { withChanges } from './updated-options.js';
import { visible } from './visible.js';

/** What the layers of a route say, outermost first. */
interface Layered {
  readonly layers: readonly Layer[];
}

/** A route of a controller, with what its class and its method say. */
export type LayeredRoute = DeclaredRoute & Layered;

/** Gives every route its policy: at boot, and whenever the options are updated. All, or nothing. */
@Injectable()
export class EffectivePolicies {
  private readonly logger = new Logger('CorsModule');
  private readonly said = new Set<string>();
  private readonly copies = new OptionCopies();
  private options: CorsModuleOptions;
  private routes: readonly LayeredRoute[] = [];
  private doubts: readonly CorsConfigurationIssue[] = [];
  /** Updates are made one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(CORS_MODULE_OPTIONS) options: CorsModuleOptions,
    private readonly moduleRef: ModuleRef,
    private readonly tables: RouteTables,
    private readonly lists: OriginLists,
    private readonly sources: RouteSources,
  ) {
    this.options = this.copies.of(options);
  }

  /**
   * Gives these routes their first policies. What is to be loaded is loaded later.
   *
   * @param found what is wrong beside the options
   * @throws CorsConfigurationError if anything is wrong
   */
  start(routes: readonly LayeredRoute[], found: readonly CorsConfigurationIssue[] = []): void {
    this.routes = routes;
    const { compiler, putIntoEffect } = this.compile(this.options);
    const issues = [...compiler.issues, ...found];
    if (issues.length > 0) throw new CorsConfigurationError(issues);
    putIntoEffect();
    this.lists.fill(compiler.lists);
  }

  /** Takes the reasons why routes might be confused: from now on they all need one policy. */
  distrust(issues: readonly CorsConfigurationIssue[]): void {
    this.doubts = [...this.doubts, ...issues];
  }

  /** Changes options, and returns what is wrong with them: then nothing has changed. */
  async update(changes: CorsModuleOptions): Promise<readonly CorsConfigurationIssue[]> {
    const copy = this.copies.again().of(changes);
    const updated = this.last.then(async () => this.updateNow(copy));
    this.last = updated.catch(() => undefined);
    return updated;
  }

  private async updateNow(changes: CorsModuleOptions): Promise<readonly CorsConfigurationIssue[]> {
    const options = withChanges(this.options, changes);
    const { compiler, isUniform, putIntoEffect } = this.compile(options);
    if (compiler.issues.length > 0) return compiler.issues;
    if (this.doubts.length > 0 && !isUniform) return this.doubts;
    return this.lists.replace(compiler.lists, () => {
      putIntoEffect();
      this.options = options;
    });
  }

  /** Compiles the policies of all routes, and puts nothing into effect yet. */
  private compile(options: CorsModuleOptions) {
    const compiler = new PolicyCompiler(options, this.moduleRef, this.copies);
    const { root } = this.tables;
    const policies = new Map<Route, EffectivePolicy>([[root, compiler.compile(root.name, [])]]);
    const paths = compiler.paths.map(({ path, policy, upstream }): PathRoute & Layered => {
      const name = `paths[${JSON.stringify(path)}]`;
      if (upstream) return { name, path, layers: [], policy: undefined, isUpstream: upstream };
      const layers = [{ target: name, declaration: policy }];
      return { name, path, layers, policy: compiler.compile(name, layers) };
    });
    for (const route of this.routes) {
      policies.set(route, compiler.compile(route.name, route.layers));
    }
    const putIntoEffect = () => {
      this.tables.current.putIntoEffect(policies, paths);
      this.sources.set(compiler, this.routes, paths, root);
      this.warn(compiler);
    };
    const all = new Set([...policies.values(), ...paths.map(({ policy }) => policy)]);
    return { compiler, isUniform: all.size === 1, putIntoEffect };
  }

  /** Says what no preflight can tell apart, and which origins are allowed in vain: what is new of it. */
  private warn(compiler: PolicyCompiler): void {
    const optionsOf = ({ policy }: Route) => compiler.optionsOf(policy);
    const unused = unusedInsecureOrigins(compiler.compiledFrom).map(
      (origin) =>
        `dangerouslyAllowInsecureOrigins lists "${origin}", which no policy allows: remove it, or add it to \`origin\``,
    );
    for (const sentence of [...describeAmbiguities(this.routes, optionsOf), ...unused]) {
      if (!this.said.has(sentence)) this.logger.warn(visible(sentence));
      this.said.add(sentence);
    }
  }
}

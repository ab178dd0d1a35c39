import type { CorsDeclaration, CorsOptions, InheritedCorsOptions } from './cors-options.js';
import { bare } from './protocol/options.js';

/** What one place says: `CorsModule.forRoot`, a controller class, or one of its methods. */
export interface Layer {
  readonly target: string;
  readonly declaration: CorsDeclaration;
}

/** The options of all layers as one, and which target each of them came from. */
export interface MergedOptions {
  readonly options: CorsOptions;
  readonly sources: ReadonlyMap<keyof CorsOptions, string>;
  /** The targets that had a say, outermost first. */
  readonly targets: readonly string[];
  /** Those of the options that `reportOnly` has laid over the others. */
  readonly reportOnly?: ReadonlySet<string>;
}

/** Resolves what a layer says to the options that it means, with the place where they stand. */
export type Resolve = (
  layer: Layer,
  inherited: CorsOptions,
) => { readonly target: string; readonly options: CorsOptions };

const NOTHING: MergedOptions = { options: bare({}), sources: new Map(), targets: [] };

/** What the root says, which every layer inherits. */
export function mergeRoot(target: string, options: CorsOptions): MergedOptions {
  return mergeOver(NOTHING, { target, options });
}

/**
 * Merges layers, outermost first, over what all of them inherit. Per option, the nearest layer that
 * defines it wins, with its whole value; `undefined` inherits. `false` switches off; a layer inside
 * it that says otherwise inherits from the root, past the `false`. The name of a policy starts over
 * from the root: it means the same options wherever it stands.
 *
 * @returns the merged options, or `false` where CORS is off
 */
export function mergeLayers(
  inherited: MergedOptions,
  layers: readonly Layer[],
  resolve: Resolve,
): MergedOptions | false {
  let merged: MergedOptions | false = inherited;
  for (const layer of layers) {
    const isName = typeof layer.declaration === 'string';
    const outer: MergedOptions = merged === false || isName ? inherited : merged;
    merged = layer.declaration === false ? false : mergeOver(outer, resolve(layer, outer.options));
  }
  return merged;
}

/** Lays the options that stand at a target over others. */
export function mergeOver(
  outer: MergedOptions,
  { target, options }: ReturnType<Resolve>,
): MergedOptions {
  const defined = entriesOf(options).filter(([, value]) => value !== undefined);
  return {
    options: bare({ ...outer.options, ...Object.fromEntries(defined) }),
    sources: new Map([...outer.sources, ...defined.map(([name]) => [name, target] as const)]),
    targets: [...outer.targets, target],
  };
}

function entriesOf(options: CorsOptions): [keyof CorsOptions, unknown][] {
  return Object.entries(options) as [keyof CorsOptions, unknown][];
}

/**
 * What the function form of `@Cors()` is given: lists as arrays, to be spread; an absent one is
 * empty. It is not enumerable then, so that `{ ...inherited }` leaves it absent.
 */
export function asInherited(options: CorsOptions): InheritedCorsOptions {
  const inherited = { ...options };
  for (const name of ['methods', 'allowedHeaders', 'exposedHeaders'] as const) {
    const value = Object.freeze(asList(options[name]));
    Object.defineProperty(inherited, name, { value, enumerable: options[name] !== undefined });
  }
  return Object.freeze(inherited) as InheritedCorsOptions;
}

function asList(names: string | readonly string[] = []): readonly string[] {
  return typeof names === 'string' ? names.split(',').map((name) => name.trim()) : [...names];
}

import type {
  CorsModuleOptions,
  CorsOptions,
  CorsPolicyName,
  CorsUpstreamPath,
  InheritedCorsOptions,
} from './cors-options.js';
import type { CorsOrigin } from './cors-origin.js';

// What a function returns has the type `string` where a `string` is expected, and stays the literal
// that is written there where nothing but literals are. These types are expected of a function while
// its result is inferred; they are never what it is checked against.

/** Options of a class or a method, with a literal for each origin. */
export interface LiteralOptions extends Omit<CorsOptions, 'origin' | 'reportOnly'> {
  readonly origin?: Form | Text | readonly (Text | RegExp)[] | undefined;
  readonly reportOnly?: LiteralOptions | false | undefined;
}

/** Options of the root, with a literal for each origin. */
export interface LiteralModuleOptions
  extends LiteralOptions, Omit<CorsModuleOptions, keyof CorsOptions | 'policies' | 'paths'> {
  readonly policies?: Readonly<Record<string, LiteralOptions>> | undefined;
  readonly paths?: readonly (LiteralPath | CorsUpstreamPath)[] | undefined;
}

interface LiteralPath {
  readonly path: string;
  readonly policy:
    LiteralOptions | CorsPolicyName | ((inherited: InheritedCorsOptions) => LiteralOptions) | false;
}

type Text = `${string}://${string}`;
type Form = Exclude<CorsOrigin, string | readonly unknown[]>;

/** Any function, without a signature, which would give types to the parameters of one that is inferred. */
export interface Callable {
  readonly [Symbol.hasInstance]: unknown;
}

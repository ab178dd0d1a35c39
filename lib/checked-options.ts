import type {
  CorsDeclaration,
  CorsModuleOptions,
  CorsOptions,
  CorsPolicyName,
  CorsPolicyPath,
  CorsReportOnlyOptions,
  CorsUpstreamPath,
  InheritedCorsOptions,
} from './cors-options.js';
import type {
  CorsCachedResolver,
  CorsOrigin,
  CorsOriginFunction,
  CorsOriginList,
  CorsResolverCache,
} from './cors-origin.js';
import type { CheckedOriginText, HasAnyOrigin } from './options/compile-time-origin.js';
import type { Callable, LiteralOptions } from './literal-options.js';
import type { UnknownNames } from './options/compile-time-names.js';

// What the compiler refuses of options that are written inline. Each type here is the constraint of
// a type parameter that is inferred from the argument: `<const O extends CheckedOptions<O>>(o: O)`.
// Where an argument cannot work, its constraint has a sentence in place of a type, and the compiler
// marks the member that does not fit and prints the sentence.
//
// While the type is inferred, callbacks have their parameters' types, and editors the names that they
// complete, from all branches of the conditional types here. So each has a branch with the plain type
// of the option, and where a type parameter is compared with a type in its own constraint, both stand
// in a tuple: a conditional type that distributes over it would be a circular constraint.

/** Options of `@Cors()`, of a policy that has a name, and of a path. */
export type CheckedOptions<Options> = KnownNames<Options, CorsOptions> &
  UnknownNames<Options, keyof CorsOptions>;

/** Options of `CorsModule.forRoot` and of `CorsService.update`. */
export type CheckedModuleOptions<Options> = KnownNames<Options, CorsModuleOptions> &
  UnknownNames<Options, keyof CorsModuleOptions>;

type KnownNames<Options, Layer> = {
  readonly [Name in keyof Layer]: Name extends keyof CheckedMembers<Options>
    ? CheckedMembers<Options>[Name]
    : Layer[Name];
};

/** The options whose types depend on what is written. The others have one type. */
interface CheckedMembers<Options> {
  readonly origin: Options extends { readonly origin?: infer Origin }
    ? CheckedOrigin<Origin>
    : LiteralOptions['origin'];
  readonly credentials: CheckedCredentials<Options>;
  readonly reportOnly: Options extends { readonly reportOnly?: infer Tried extends object }
    ? KnownNames<Tried, CorsReportOnlyOptions> & UnknownNames<Tried, keyof CorsReportOnlyOptions>
    : CorsOptions['reportOnly'];
  readonly policies: Options extends { readonly policies: infer Policies extends object }
    ? { readonly [Name in keyof Policies]: CheckedOptions<Policies[Name]> }
    : CorsModuleOptions['policies'];
  readonly paths: Options extends { readonly paths: infer Paths extends readonly unknown[] }
    ? { readonly [Index in keyof Paths]: CheckedPath<Paths[Index]> }
    : CorsModuleOptions['paths'];
}

type CheckedCredentials<Options> = [Options] extends [
  { readonly origin: infer Origin; readonly credentials: true },
]
  ? true extends HasAnyOrigin<Origin>
    ? "`origin: '*'` cannot be combined with `credentials: true`: list the origins"
    : boolean | undefined
  : boolean | undefined;

type CheckedOrigin<Origin> = Origin extends readonly unknown[]
  ? { readonly [Index in keyof Origin]: CheckedEntry<Origin[Index]> }
  : Origin extends string | RegExp
    ? CheckedEntry<Origin>
    : Origin extends true
      ? "`origin: true` would reflect every origin: write `'*'`, or list the origins"
      : Origin extends (...args: never[]) => unknown
        ? CorsOriginFunction
        : Origin extends { readonly resolver: unknown }
          ? CheckedResolver<Origin>
          : Origin extends { readonly load: unknown }
            ? CorsOriginList & UnknownListNames<Origin>
            : CorsOrigin | undefined;

type CheckedEntry<Entry> = Entry extends string ? CheckedOriginText<Entry> : string | RegExp;

/** A provider may be the list: its other methods are its own. */
type UnknownListNames<List> = UnknownNames<
  {
    readonly [
      Name in keyof List as List[Name] extends (...args: never[]) => unknown
        ? Extract<Name, `on${'e' | 'E'}${string}`>
        : Name
    ]: List[Name];
  },
  keyof CorsOriginList,
  'write `load`, `refresh`, `timeout` or `onError`'
>;

type CheckedResolver<Resolver> = {
  readonly resolver: CorsCachedResolver['resolver'];
  readonly cache?: Resolver extends { readonly cache?: infer Cache extends object }
    ? CorsResolverCache & UnknownNames<Cache, keyof CorsResolverCache, 'write `ttl` or `max`'>
    : CorsCachedResolver['cache'];
} & UnknownNames<Resolver, keyof CorsCachedResolver, 'write `resolver` or `cache`'>;

type CheckedPath<Entry> = Entry extends { readonly upstream: true }
  ? CorsUpstreamPath & UnknownNames<Entry, keyof CorsUpstreamPath, 'write `path` and `upstream`'>
  : {
      readonly path: string;
      readonly upstream?: undefined;
      readonly policy: Entry extends { readonly policy: infer Declaration }
        ? CheckedDeclaration<Declaration>
        : CorsDeclaration;
    } & UnknownNames<Entry, keyof CorsPolicyPath, 'write `path` and `policy`'>;

/** What `@Cors()` and an entry of `paths` take. */
export type CheckedDeclaration<Declaration> = [Declaration] extends [
  (...args: never[]) => infer Options,
]
  ? [Options] extends [PromiseLike<unknown>]
    ? 'A function from the inherited options to options cannot be async'
    : (inherited: InheritedCorsOptions) => CheckedOptions<Options>
  : [Declaration] extends [readonly unknown[] | true | number | null]
    ? 'Write options, the name of a policy, a function from the inherited options to options, or `false`'
    : [Declaration] extends [object]
      ? CheckedOptions<Declaration>
      : [Declaration] extends [string]
        ? CorsPolicyName
        : | CorsOptions
          | CorsPolicyName
          | false
          | Callable
          | ((inherited: InheritedCorsOptions) => LiteralOptions);

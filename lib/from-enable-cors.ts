import type { CorsModuleOptions } from './cors-options.js';
import { about, convertOrigin, leftOut, type Note } from './enable-cors-origin.js';
import { originChecks } from './origin-checks.js';
import { checkOptions } from './protocol/policy.js';
import { visible } from './visible.js';

/** What `app.enableCors()` takes for an origin, and what a function may call back with. */
export type EnableCorsOrigin = boolean | string | RegExp | readonly (string | RegExp)[];

/** The options of `app.enableCors()`. Nest's own `CorsOptions` are assignable to them. */
export interface EnableCorsOptions {
  /** The origins, or a function that calls back with them. */
  readonly origin?:
    | EnableCorsOrigin
    | ((
        origin: string | undefined,
        callback: (error: Error | null, origin?: EnableCorsOrigin) => void,
      ) => void)
    | undefined;
  /** The methods that a preflight is granted. */
  readonly methods?: string | readonly string[] | undefined;
  /** The request headers that a preflight is granted. */
  readonly allowedHeaders?: string | readonly string[] | undefined;
  /** The response headers that a script may read. */
  readonly exposedHeaders?: string | readonly string[] | undefined;
  /** Whether requests may carry cookies. */
  readonly credentials?: boolean | undefined;
  /** For how long a browser may keep the answer of a preflight, in seconds. */
  readonly maxAge?: number | undefined;
  /** Whether preflights are for the app to answer. */
  readonly preflightContinue?: boolean | undefined;
  /** The status of a preflight's answer. */
  readonly optionsSuccessStatus?: number | undefined;
}

/** What {@link fromEnableCors} makes of the options of `app.enableCors()`. */
export interface EnableCorsMigration {
  /** Options for `CorsModule.forRoot` that boot. What somebody has to decide is not among them. */
  readonly options: CorsModuleOptions;
  /**
   * A sentence for each thing that behaves in another way now, or that somebody has to decide: first
   * what was dangerous or leaves CORS off, last where to read what is the same for every app.
   */
  readonly differences: readonly string[];
}

/**
 * Turns what was given to `app.enableCors()`, or to the `cors` option of `NestFactory.create`, into
 * options for `CorsModule.forRoot`, and says what will be different. What is unsafe, never worked or
 * would not boot is left out and said. Nothing is granted that the options did not grant.
 *
 * A function of the request, `(request, callback) => …`, is a `TypeError`: no options can be made of
 * it. `undefined` is `app.enableCors()`; a `cors` option that is not set was no CORS: pass `false`.
 *
 * @example
 * ```ts
 * const { options, differences } = fromEnableCors({
 *   origin: ['https://app.example.com', /\.example\.com$/],
 *   credentials: true,
 * });
 * // options: { origin: ['https://app.example.com', 'https://*.example.com'], credentials: true }
 * for (const difference of differences) console.warn(difference);
 * // origin /\.example\.com$/ matches a part of an origin; it is "https://*.example.com" now: …
 * ```
 */
export function fromEnableCors(options: EnableCorsOptions | boolean = {}): EnableCorsMigration {
  if (options === false) return { options: {}, differences: [] };
  const given: Given = typeof options === 'object' ? { ...options } : {};
  // Fastify's plugin has an option for the same function.
  if (typeof options === 'function' || given['delegator'] !== undefined) throw delegateError();

  const dangers: string[] = [];
  const differences: string[] = [];
  const note: Note = (sentence, isDanger = false) => {
    (isDanger ? dangers : differences).push(visible(sentence));
  };
  const isAny = !('origin' in given) || given['origin'] === '*';
  const credentials = given['credentials'] === true && !isAny;
  const converted: CorsModuleOptions = {
    origin: convertOrigin(given, credentials, note),
    methods: convertMethods(given['methods'], credentials, note),
    allowedHeaders: convertAllowedHeaders(given, credentials, note),
    exposedHeaders: convertExposedHeaders(given['exposedHeaders'], credentials, note),
    credentials: convertCredentials(given['credentials'], isAny, note),
    maxAge: keepValid('maxAge', given['maxAge'], note),
    optionsSuccessStatus: keepValid('optionsSuccessStatus', given['optionsSuccessStatus'], note),
    preflightContinue: convertPreflightContinue(given, note),
  };
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(converted, name) || name === 'headers' || value === undefined) continue;
    const plugins = OF_THE_PLUGIN.get(name);
    if (name === 'preflight' && value === false) continue;
    note(`${name} is ${plugins ?? "none of Nest's CorsOptions"}; it is left out`);
  }
  if (converted.origin !== false) note(FOR_EVERY_APP);
  // An option that is undefined is not one that is absent: such an origin is refused.
  const defined = Object.entries(converted).filter(([, value]) => value !== undefined);
  return { options: Object.fromEntries(defined), differences: [...dangers, ...differences] };
}

/** Whatever is in the options, whether their types let it be there or not. */
type Given = Readonly<Record<string, unknown>>;

const FOR_EVERY_APP =
  'what is other for every app, such as 403 for a refused preflight, is listed in the README: node_modules/nestjs-cors/README.md#from-enablecors';

/** What options of `@fastify/cors` that Nest does not know have become. */
const OF_THE_PLUGIN: ReadonlyMap<string, string> = new Map([
  ['cacheControl', 'not sent on preflights any more: browsers look at maxAge alone'],
  ['hideOptionsRoute', 'not needed: no OPTIONS route is added'],
  ['hook', 'not needed: preflights are answered before every hook'],
  ['logLevel', 'not needed: no route logs preflights; refusals are logged at debug level'],
  ['preflight', 'the default'],
  ['strictPreflight', 'not needed: an OPTIONS request that is no preflight reaches the app'],
]);

function delegateError(): TypeError {
  return new TypeError(
    'fromEnableCors: a function (request, callback) decides anew for each request, and cannot become options: ' +
      'write @Cors() on the controllers that it tells apart, and what it says of all others into CorsModule.forRoot',
  );
}

// https://fetch.spec.whatwg.org/#cors-safelisted-method
const SAFELISTED = ['GET', 'HEAD', 'POST'];

function convertMethods(value: unknown, credentials: boolean, note: Note) {
  if (value === undefined || value === null) {
    note(
      'methods, where not named, were GET, HEAD, PUT, PATCH, POST, DELETE on Express and GET, HEAD, POST on Fastify; ' +
        'they are what controllers serve at the path now: name them to grant fewer',
    );
    return undefined;
  }
  const methods = keepNames('methods', value, credentials, note).flatMap((name) => {
    const upper = name.toUpperCase();
    if (SAFELISTED.includes(upper)) return [upper];
    // Browsers send these in upper case, so that in lower case they granted nothing.
    if (name === upper || !['DELETE', 'OPTIONS', 'PUT'].includes(upper)) return [name];
    note(`${about('methods', name)} never matched; it is left out: write "${upper}"`);
    return [];
  });
  const added = SAFELISTED.filter((name) => !methods.includes(name) && !methods.includes('*'));
  // HEAD comes with GET.
  if (added.some((name) => name !== 'HEAD')) {
    note(
      `${about('methods', value)} let browsers send GET, HEAD and POST too, which are safelisted; ` +
        `now a preflight for what is not listed is refused: ${added.join(', ')} added, remove what is not meant`,
    );
  }
  return [...methods, ...added];
}

const REROUTING_HEADERS =
  'allowedHeaders let through X-HTTP-Method-Override, X-HTTP-Method, X-Method-Override, X-Forwarded-*, Forwarded, X-Original-URL and X-Rewrite-URL, ' +
  'which can change which handler runs; now they have to be listed by name';

function convertAllowedHeaders(given: Given, credentials: boolean, note: Note) {
  // Express has two names for it.
  const value = given['allowedHeaders'] || given['headers'] || given['allowedHeaders'];
  if (value === undefined || value === null) {
    note(REROUTING_HEADERS);
    return undefined;
  }
  if (value === '') {
    note(
      'allowedHeaders "" was every header on Express and none on Fastify; it is none now: leave it out for every header',
    );
  }
  const names = keepNames('allowedHeaders', value, credentials, note);
  if (names.includes('*')) note(REROUTING_HEADERS);
  if (names.includes('*') && !names.some((name) => name.toLowerCase() === 'authorization')) {
    note(
      'allowedHeaders "*" let Authorization through in browsers, against the standard; it does not now: list it too if scripts send it',
    );
  }
  return names;
}

function convertExposedHeaders(value: unknown, credentials: boolean, note: Note) {
  const names = value ? keepNames('exposedHeaders', value, credentials, note) : [];
  return names.length > 0 ? names : undefined;
}

/** The names of a list that had a meaning. Members were joined with commas, and may be lists themselves. */
function keepNames(
  option: 'methods' | 'allowedHeaders' | 'exposedHeaders',
  value: unknown,
  credentials: boolean,
  note: Note,
): readonly string[] {
  const members: readonly unknown[] = Array.isArray(value) ? value : [value];
  const names = members.flatMap((member) =>
    typeof member === 'string' ? member.split(',').map((name) => name.trim()) : [member],
  );
  return names.filter((name): name is string => {
    if (name === '') return false;
    if (name === '*' && credentials) {
      note(
        `${about(option, name)} is only a name where there are credentials; it is left out: name what is meant`,
      );
      return false;
    }
    const issues = checkOptions({ [option]: [name] }, originChecks);
    if (issues.length > 0) note(leftOut(option, name, issues));
    return issues.length === 0;
  });
}

function convertCredentials(value: unknown, isAny: boolean, note: Note): boolean | undefined {
  if (value !== true || !isAny) return keepValid('credentials', value, note);
  note(
    'credentials true with origin "*" is refused by browsers, and never worked; it is left out: list the origins if cookies are to arrive',
  );
  return undefined;
}

function convertPreflightContinue(given: Given, note: Note): boolean | undefined {
  const { preflightContinue: value, preflight } = given;
  if (preflight === false) {
    note(
      'preflight false left preflights to the app; preflightContinue does now, and it has to answer',
    );
    return true;
  }
  if (!value) return keepValid('preflightContinue', value, note);
  note(
    `${about('preflightContinue', value)} handed every preflight to the app; now those that are granted`,
  );
  return true;
}

/** A value that boots, or nothing. */
function keepValid<Option extends keyof CorsModuleOptions>(
  option: Option,
  value: unknown,
  note: Note,
): CorsModuleOptions[Option] | undefined {
  if (value === undefined || value === null) return undefined;
  const issues = checkOptions({ [option]: value }, originChecks);
  if (issues.length === 0) return value as CorsModuleOptions[Option];
  note(leftOut(option, value, issues));
  return undefined;
}

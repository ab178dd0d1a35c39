/**
 * The members of `Options` that are none of the `Known` names. The type of each is a sentence, so that
 * the compiler marks that member and prints the sentence, which ends with `Otherwise` if no known name
 * is close.
 */
export type UnknownNames<
  Options,
  Known extends PropertyKey,
  Otherwise extends string = 'remove it',
> = {
  readonly [Name in Exclude<keyof Options, Known>]?: string extends Name
    ? unknown // An index signature, as of a `Record`: the boot reads the names.
    : Name extends string
      ? `\`${Name}\` is not an option: ${Fix<Name, Known, Otherwise>}`
      : 'A symbol is not an option: remove it';
};

type Fix<Name extends string, Known, Otherwise extends string> = [
  Meant<Lowercase<Name>, Known>,
] extends [never]
  ? Name extends keyof Misplaced
    ? Misplaced[Name]
    : Otherwise
  : `write \`${Meant<Lowercase<Name>, Known>}\``;

/** The known name that a name in lower case is meant to be. */
type Meant<Lower, Known> = Known extends string
  ? Lower extends Lowercase<Known>
    ? Known
    : Lower extends keyof Misspelt
      ? Extract<Misspelt[Lower], Known>
      : never
  : never;

/** What other CORS libraries call the options, and frequent misspellings, in lower case. */
interface Misspelt {
  readonly origins: 'origin';
  readonly orign: 'origin';
  readonly orgin: 'origin';
  readonly alloworigin: 'origin';
  readonly alloworigins: 'origin';
  readonly allowedorigin: 'origin';
  readonly allowedorigins: 'origin';
  readonly method: 'methods';
  readonly allowmethods: 'methods';
  readonly allowedmethods: 'methods';
  readonly headers: 'allowedHeaders';
  readonly allowheader: 'allowedHeaders';
  readonly allowheaders: 'allowedHeaders';
  readonly allowedheader: 'allowedHeaders';
  readonly exposeheader: 'exposedHeaders';
  readonly exposeheaders: 'exposedHeaders';
  readonly exposedheader: 'exposedHeaders';
  readonly credential: 'credentials';
  readonly credentails: 'credentials';
  readonly allowcredentials: 'credentials';
  readonly supportscredentials: 'credentials';
  readonly withcredentials: 'credentials';
  readonly max_age: 'maxAge';
  readonly maxageseconds: 'maxAge';
  readonly successstatus: 'optionsSuccessStatus';
  readonly optionsuccessstatus: 'optionsSuccessStatus';
  readonly polices: 'policies';
  readonly policys: 'policies';
  readonly policy: 'policies';
  readonly policies: 'policy';
  readonly path: 'paths';
  readonly paths: 'path';
  readonly refesh: 'refresh';
  readonly onerr: 'onError';
  readonly onerorr: 'onError';
}

/** Names that are right in another place. */
interface Misplaced {
  readonly policies: 'only CorsModule.forRoot has `policies`';
  readonly paths: 'only CorsModule.forRoot has `paths`';
  readonly reportOnly: '`reportOnly` cannot stand inside `reportOnly`';
  readonly isGlobal: 'CorsModule is always global, so remove it';
  readonly global: 'CorsModule is always global, so remove it';
}

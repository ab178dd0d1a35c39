/**
 * What the compiler can refuse of options that are written down. Every type here gives a literal
 * back if it can work, and otherwise a sentence that the literal is not: the sentence is what the
 * compiler prints. A value that is only known to be a `string` is for the boot to check.
 */
export type Checked<Options> = Options extends (...args: never[]) => unknown
  ? Options
  : Options extends object
    ? CheckedOrigin<Options> & CheckedCredentials<Options> & CheckedReportOnly<Options>
    : Options;

/** The same for the options of every policy that has a name. */
export type CheckedPolicies<Options> = Options extends { readonly policies: infer Policies }
  ? { readonly policies: { readonly [Name in keyof Policies]: Checked<Policies[Name]> } }
  : unknown;

/** The same for the policy of every path. */
export type CheckedPaths<Options> = Options extends { readonly paths: infer Paths }
  ? { readonly paths: { readonly [Index in keyof Paths]: CheckedPath<Paths[Index]> } }
  : unknown;

type CheckedPath<Path> = Path extends { readonly policy: infer Policy }
  ? { readonly path: string; readonly policy: Checked<Policy> }
  : Path;

type CheckedOrigin<Options> = Options extends { readonly origin: infer Origin }
  ? { readonly origin: CheckedOrigins<Origin> }
  : unknown;

type CheckedOrigins<Origin> = Origin extends readonly unknown[]
  ? { readonly [Index in keyof Origin]: CheckedText<Origin[Index]> }
  : CheckedText<Origin>;

type CheckedText<Text> = Text extends string
  ? string extends Text
    ? Text
    : Text extends '*' | 'null'
      ? Text
      : Text extends `${string}://${infer Authority}`
        ? Authority extends '' | `${string}${'/' | '?' | '#' | '@' | ' ' | ','}${string}`
          ? 'not an origin: write scheme://host, with nothing behind it'
          : Text extends Lowercase<Text>
            ? Text
            : 'not an origin: browsers write it in lower case'
        : 'not an origin: write scheme://host, such as https://app.example.com'
  : Text;

type CheckedCredentials<Options> = Options extends {
  readonly origin: infer Origin;
  readonly credentials: true;
}
  ? HasAny<Origin extends readonly unknown[] ? Origin[number] : Origin> extends true
    ? { readonly credentials: 'any origin ("*") cannot have credentials: list the origins' }
    : unknown
  : unknown;

type CheckedReportOnly<Options> = Options extends { readonly reportOnly: infer ReportOnly }
  ? { readonly reportOnly: Checked<ReportOnly> }
  : unknown;

type HasAny<Entry> = string extends Entry ? false : '*' extends Entry ? true : false;

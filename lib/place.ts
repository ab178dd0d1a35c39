/** Where the options of all layers begin, and the name of all that has no others. */
export const ROOT = 'CorsModule.forRoot';

/** Says where options stand, for a sentence: a decorator is named as one. */
export function placeOf(target: string): string {
  return isDecorated(target) ? `\`@Cors\` on ${target}` : target;
}

/** Says whether a target is a class or a method, and not a part of `CorsModule.forRoot`. */
export function isDecorated(target: string): boolean {
  return !/^(?:CorsModule|policies\.|paths\[)/.test(target);
}

/** Where the options of a policy that has a name are written. */
export function placeOfPolicy(name: string): string {
  return `${POLICIES}${name}`;
}

/** Finds the policy by name that options extend: what stands around a name is not in them. */
export function namedPolicyIn(targets: readonly string[]): string | undefined {
  return targets.find((target) => target.startsWith(POLICIES));
}

const POLICIES = 'policies.';

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

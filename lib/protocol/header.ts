/**
 * The header names of the CORS protocol, spelled out once. The abbreviations are the usual ones:
 * ACAO is `Access-Control-Allow-Origin`, ACRM `Access-Control-Request-Method`, and so on.
 *
 * @see https://fetch.spec.whatwg.org/#http-responses
 */
export const ACAO = 'Access-Control-Allow-Origin';
export const ACAC = 'Access-Control-Allow-Credentials';
export const ACAM = 'Access-Control-Allow-Methods';
export const ACAH = 'Access-Control-Allow-Headers';
export const ACMA = 'Access-Control-Max-Age';
export const ACEH = 'Access-Control-Expose-Headers';
export const ACRM = 'Access-Control-Request-Method';
export const ACRH = 'Access-Control-Request-Headers';
export const VARY = 'Vary';

/** Every `Access-Control-*` name of a response. `-Allow-Private-Network` is never sent. */
export const CORS_RESPONSE_HEADERS = [
  ACAO,
  ACAC,
  ACAM,
  ACAH,
  ACMA,
  ACEH,
  'Access-Control-Allow-Private-Network',
] as const;

/**
 * Tells whether a name in lower case is of the CORS protocol. More names than are known begin so:
 * a browser may learn them.
 */
export function isCorsHeader(name: string): boolean {
  return name.startsWith('access-control-');
}

/** One header line: its name and its value. */
export type HeaderField = readonly [name: string, value: string];

/**
 * Reads a list of origins from the text of an environment variable: separated by commas or white
 * space, empty entries dropped, duplicates removed. The origins themselves are validated at boot.
 *
 * @example
 * parseOrigins('https://app.example.com, https://*.preview.example.com')
 * // ['https://app.example.com', 'https://*.preview.example.com']
 */
export function parseOrigins(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((entry) => entry !== ''))];
}

/**
 * Reads a list of origins from the text of an environment variable: separated by commas or white
 * space, empty entries dropped, duplicates removed. The origins themselves are validated at boot,
 * and so is that there are any: a variable that is not set gives an empty list, which is refused.
 * Where it means "none here", write `origin: origins.length > 0 ? origins : false`.
 *
 * @example
 * parseOrigins('https://app.example.com, https://*.preview.example.com')
 * // ['https://app.example.com', 'https://*.preview.example.com']
 */
export function parseOrigins(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(/[\s,]+/).filter((entry) => entry !== ''))];
}

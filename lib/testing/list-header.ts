const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Reads a header that is a list of tokens, all its lines together: nothing if it is absent,
 * `malformed` if one member is. Members may be empty, and do not count.
 *
 * @see https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function listHeader(
  headers: Headers,
  name: string,
): readonly string[] | 'malformed' | undefined {
  const members = headers
    .get(name)
    ?.split(',')
    .map((member) => member.replace(/^[\t ]+/, '').replace(/[\t ]+$/, ''))
    .filter((member) => member !== '');
  return members?.every((member) => TOKEN.test(member)) === false ? 'malformed' : members;
}

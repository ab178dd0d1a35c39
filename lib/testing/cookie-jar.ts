interface Cookie {
  readonly origin: string;
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly expires: number;
}

/**
 * The cookies of a page: by origin, name and path, until they expire. `Domain`, `Secure` and
 * `SameSite` are not looked at.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5
 */
export class CookieJar {
  private cookies: Cookie[] = [];

  /** Takes the `Set-Cookie` lines of a response. */
  store(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const cookie = parse(url, line);
      this.cookies = this.cookies.filter(
        ({ origin, name, path }) =>
          origin !== cookie.origin || name !== cookie.name || path !== cookie.path,
      );
      this.cookies.push(cookie);
    }
  }

  /** The `Cookie` header for an address, the longest path first; nothing if there is none. */
  headerFor({ origin, pathname }: URL): string | undefined {
    const sent = this.cookies
      .filter(({ expires }) => expires > Date.now())
      .filter((cookie) => cookie.origin === origin && isWithin(cookie.path, pathname))
      .sort((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`);
    return sent.length > 0 ? sent.join('; ') : undefined;
  }
}

function parse({ origin, pathname }: URL, line: string): Cookie {
  const [pair = '', ...attributes] = line.split(';');
  const { name, value } = split(pair);
  const written = new Map(
    attributes.map(split).map(({ name, value }) => [name.toLowerCase(), value] as const),
  );
  const path = written.get('path') ?? '';
  const directory = pathname.slice(0, pathname.lastIndexOf('/')) || '/';
  return {
    origin,
    name,
    value,
    path: path.startsWith('/') ? path : directory,
    expires: expiryOf(written),
  };
}

function split(text: string): { readonly name: string; readonly value: string } {
  const [name = '', ...rest] = text.split('=');
  return { name: name.trim(), value: rest.join('=').trim() };
}

function expiryOf(attributes: ReadonlyMap<string, string>): number {
  const maxAge = attributes.get('max-age') ?? '';
  if (/^-?\d+$/.test(maxAge)) return Date.now() + Number(maxAge) * 1000;
  const date = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(date) ? Infinity : date;
}

const isWithin = (path: string, pathname: string) =>
  pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);

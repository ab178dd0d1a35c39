/**
 * Writes a text that was given for an origin so that it can be told. Of a connection string there
 * are its scheme and its host: no user, no password, no path, no query. Of an address there is no
 * query. `…` stands for what is left out.
 */
export function shownOrigin(text: string): string {
  if (text.includes('@')) return withoutUser(text);
  return text
    .split(/([\s,]+)/)
    .map((part, at) => (at % 2 === 0 ? shownPart(part) : part))
    .join('');
}

/** The schemes of pages: of apps and extensions, too. */
const PAGES =
  /^(?:https?|capacitor|ionic|tauri|app|file|null|[a-z-]+-extension|wss?|about|blob|\*)$/i;
const SCHEME = /^(["'`]*)([a-z][a-z\d+.:-]*|\*):\/\//i;

/** Where the user name ends is certain only if there is one `@`, in front of any path. */
function withoutUser(text: string): string {
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  const [, host, rest] =
    /^[^\s,@/?#\\]*@([\w.:*[\]-]*)([^@]*)$/.exec(text.slice(scheme.length)) ?? [];
  return host === undefined ? `${scheme}…` : `${scheme}…@${host}${rest === '' ? '' : '…'}`;
}

function shownPart(text: string): string {
  const [begin = '', , scheme] = SCHEME.exec(text) ?? [];
  const isPage = scheme === undefined || PAGES.test(scheme);
  const rest = text.slice(begin.length);
  const kept = isPage ? /^[^?#=;]*/ : /^[\w.*[\]-]*(?::[\d*]*(?![^/?#]))?/;
  const [shown = ''] = kept.exec(rest) ?? [];
  if (shown === rest) return text;
  return `${begin}${shown}${isPage ? (rest[shown.length] ?? '') : ''}${isMore(rest, shown) ? '…' : ''}`;
}

function isMore(rest: string, shown: string): boolean {
  return rest.length > shown.length + 1 || /\w/.test(rest[shown.length] ?? '');
}

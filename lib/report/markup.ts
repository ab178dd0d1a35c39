import { visible } from '../visible.js';

/** A piece of HTML: `markup` makes it, and never what has come from outside. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What a template takes: text is escaped, `undefined` and `false` are nothing. */
type Content = Markup | string | number | undefined | false | readonly Content[];

/** Writes HTML. Whatever is put in is text, unless it is markup itself. */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const parts = strings.map((string, at) => string + textOf(contents[at]));
  return new Markup(parts.join(''));
}

function textOf(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (content === undefined || content === false) return '';
  if (typeof content === 'object') return content.map(textOf).join('');
  return escaped(visible(String(content)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Writes code that may be broken where a reader would break it. */
export function code(text: string): Markup {
  const parts = text.split(/(?<=[./,+])(?=\w)/);
  return markup`<code>${parts.map((part, at) => (at === 0 ? part : markup`<wbr>${part}`))}</code>`;
}

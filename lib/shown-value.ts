import { types } from 'node:util';
import { printed } from './printed.js';
import { shownOrigin } from './shown-origin.js';

/** The part of a wrong value that messages may tell: itself, a part of it, or only its kind. */
export type Shown = { readonly value: unknown } | { readonly kind: string };

/**
 * Selects the part of a wrong value that messages may tell. A configuration has passwords in
 * it, and a connection string is easily given for an origin: nothing is told of an object, of a
 * text where no text belongs, and of a text all but what can be part of what is asked for.
 */
export function shownValue(option: string, reason: string, value: unknown): Shown {
  if (typeof value === 'string') return shownText(option, reason, value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return { kind: `a ${typeof value}` };
  const isOpaque = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!isOpaque) return { value };
  if (types.isRegExp(value)) return { value };
  if (typeof value === 'function' && !types.isProxy(value)) return { value };
  return { kind: '' };
}

/** Prints the value of an option that is wrong, as far as it may be told, or else its kind. */
export function printedValue(option: string, reason: string, value: unknown): string {
  const shown = shownValue(option, reason, value);
  return 'value' in shown ? printed(shown.value) : shown.kind || printed(value);
}

function shownText(option: string, reason: string, text: string): Shown {
  switch (reason) {
    case 'wrong-type':
    case 'origin-load':
      // A flag or a number from an environment variable.
      return FLAG_OR_NUMBER.test(text) ? { value: text } : { kind: 'a string' };
    case 'header-not-a-token':
    case 'method-not-a-token':
      return { value: upToSurprise(text) };
    case 'path-malformed':
      return { value: /:\/\/|@/.test(text) ? shownOrigin(text) : withoutQuery(text) };
    case 'policy-unknown':
      return { value: /:\/\/|@/.test(text) ? shownOrigin(text) : text };
    default:
      return { value: /(?:^|\.)origin$/.test(option) ? shownOrigin(text) : text };
  }
}

const FLAG_OR_NUMBER = /^(?:true|false|yes|no|on|off|[+-]?\d{1,9}(?:\.\d{1,9})?\s?[a-z]{0,7})$/i;

/** A name and the first character that cannot be part of it: what follows may be a value. */
function upToSurprise(text: string): string {
  const [shown = ''] = /^[\w!#$%&'*+.^`|~-]*[^]?/.exec(text) ?? [];
  return shown.length < text.length ? `${shown}…` : text;
}

function withoutQuery(text: string): string {
  return text.replace(/([?#]).+$/s, '$1…');
}

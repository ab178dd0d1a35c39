import { inspect } from 'node:util';

/** Prints any value for a message: strings as in JSON, one line, bounded. */
export function printed(value: unknown): string {
  if (typeof value === 'string') return shortened(visible(JSON.stringify(value)));
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (value instanceof Error) return shortened(`${value.name}: ${value.message}`);
  return shortened(
    inspect(value, { breakLength: Infinity, compact: true, depth: 1, maxArrayLength: 5 }),
  );
}

/** Characters that nobody can see are what is wrong with a text, more often than not. */
function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`,
  );
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s*[\n\r\u2028\u2029]\s*/g, ' ');
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

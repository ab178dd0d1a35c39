import { inspect } from 'node:util';

/** Prints any value for a message: strings as in JSON, one line, bounded. */
export function printed(value: unknown): string {
  if (typeof value === 'string') return shortened(JSON.stringify(value));
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  return shortened(
    inspect(value, { breakLength: Infinity, compact: true, depth: 1, maxArrayLength: 5 }),
  );
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

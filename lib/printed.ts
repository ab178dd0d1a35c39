import { inspect } from 'node:util';

/** Prints any value for a message: strings as in JSON, one line, bounded. */
export function printed(value: unknown): string {
  if (typeof value === 'string') return shortened(JSON.stringify(value));
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (value instanceof Error) return shortened(`${value.name}: ${value.message}`);
  return shortened(
    inspect(value, { breakLength: Infinity, compact: true, depth: 1, maxArrayLength: 5 }),
  );
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s*[\n\r\u2028\u2029]\s*/g, ' ');
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

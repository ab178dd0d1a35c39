import type { CorsQuestion } from '../explain/question.js';

/** What the fields of the form hold. */
export type Fields = Readonly<Record<'origin' | 'method' | 'path' | 'headers', string>> & {
  readonly credentials: boolean;
};

/** Reads the query of an address as fields of the form. What is no text is left out. */
export function readFields(query: Readonly<Record<string, unknown>>): Fields {
  const text = (name: string) => {
    const { [name]: value } = query;
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    origin: text('origin'),
    method: text('method') || 'GET',
    path: text('path'),
    headers: text('headers'),
    credentials: text('credentials') !== '',
  };
}

/** The question that the fields ask; nothing until there are an origin and a path. */
export function questionOf(fields: Fields): CorsQuestion | undefined {
  const { origin, method, path, credentials } = fields;
  if (origin === '' || path === '') return undefined;
  const names = fields.headers.split(',').map((name) => name.trim());
  return { origin, method, path, credentials, headers: names.filter((name) => name !== '') };
}

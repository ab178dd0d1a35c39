import type { Decision } from './decision.js';
import { ACMA, VARY, type HeaderField } from './header.js';
import { addToVary } from './vary.js';

// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0: "If max-age is failure or null, then set max-age to 5."
const DEFAULT_MAX_AGE = 5;

/**
 * Combines the decisions of several policies, where it is not known which of them the request is
 * answered under: what all of them grant is granted, and what one refuses is refused.
 */
export function intersect<D extends Decision>(decisions: readonly [D, ...D[]]): D {
  const [first, ...others] = decisions;
  if (others.length === 0) return first;
  const fields = decisions.map(({ headers }) => new Map(headers));
  const vary = fields.map((field) => field.get(VARY) ?? '').reduce(addToVary);
  const varies: readonly HeaderField[] = vary === '' ? [] : [[VARY, vary]];

  const refusal = decisions.find(({ granted }) => !granted);
  if (refusal !== undefined) return { ...refusal, headers: varies };

  const names = new Set(decisions.flatMap(({ headers }) => headers.map(([name]) => name)));
  names.delete(VARY);
  const common = [...names].flatMap((name): readonly HeaderField[] => {
    const value = commonValue(
      name,
      fields.map((field) => field.get(name)),
    );
    return value === undefined ? [] : [[name, value]];
  });
  return { ...first, headers: [...common, ...varies] };
}

/** The narrowest of the values of a header field; nothing, if one of the decisions has none. */
function commonValue(name: string, values: readonly (string | undefined)[]): string | undefined {
  if (name === ACMA) return shortest(values);
  if (values.includes(undefined)) return undefined;
  // Beside a name, `*` is the wider one.
  const named = (values as readonly string[]).filter((value) => value !== '*');
  const [first, ...others] = named;
  if (first === undefined) return '*';
  const lists = others.map((value) => new Set(value.split(',')));
  const common = first.split(',').filter((member) => lists.every((list) => list.has(member)));
  return common.length === 0 ? undefined : common.join(',');
}

function shortest(values: readonly (string | undefined)[]): string | undefined {
  const ages = values.map((value) => Number(value ?? DEFAULT_MAX_AGE));
  const least = Math.min(...ages);
  return values.includes(undefined) && least === DEFAULT_MAX_AGE ? undefined : String(least);
}

import { code, markup, type Markup } from './markup.js';
import type { CorsReportPolicy } from './report-data.js';

/** The `id` of a policy on the page: its name, with all but letters, digits and dots as numbers. */
export function idOf(name: string): string {
  const text = name.replaceAll(/[^\w.]/gu, (one) => `-${one.codePointAt(0)?.toString(16)}-`);
  return `policy-${text}`;
}

/** Leads to what is said about a policy. */
export function linkTo({ name }: CorsReportPolicy): Markup {
  return markup`<a class="to-policy" href="#${idOf(name)}">${code(name)}</a>`;
}

import { KINDS } from './declared-origins.js';
import { few } from './few.js';
import { sign } from './icons.js';
import { code, markup, type Markup } from './markup.js';
import { isMark, markSign } from './marks.js';
import { indexOrigins } from './origin-index.js';
import { linkTo } from './policy-link.js';
import type { CorsReportPolicy } from './report-data.js';

/** Shows for every origin the policies that grant it something. */
export function originTable(policies: readonly CorsReportPolicy[]): Markup {
  const origins = indexOrigins(policies);
  if (origins.length === 0) return markup`<p>No origin is granted anything.</p>`;
  const { shown, more } = few(origins, 1000);
  return markup`<table class="origins">
<caption>What is declared. An origin also gets what a pattern that covers it gets, and what any origin gets.</caption>
<thead><tr><th scope="col">Origin</th><th scope="col">May read, under</th></tr></thead>
<tbody>${shown.map(
    ({ kind, text, policies }) => markup`
<tr><th scope="row">${code(text)} ${kindSign(KINDS[kind])}</th><td>${links(policies)}</td></tr>`,
  )}
</tbody>
</table>
${more > 0 && markup`<p>And ${more} more.</p>`}`;
}

function links(policies: readonly CorsReportPolicy[]): Markup {
  const { shown, more } = few(policies, 20);
  return markup`<ul class="links">${shown.map(
    (policy) =>
      markup`<li>${linkTo(policy)}${policy.marks.includes('credentials') && markup` ${sign('key', 'with credentials')}`}</li>`,
  )}${more > 0 && markup`<li>and ${more} more</li>`}</ul>`;
}

function kindSign(kind: string): Markup {
  return isMark(kind) ? markSign(kind) : markup`<small>${kind}</small>`;
}

import { few } from './few.js';
import { sign } from './icons.js';
import { markup, type Markup } from './markup.js';
import { byRank, markSign } from './marks.js';
import { linkTo } from './policy-link.js';
import type { CorsReportData } from './report-data.js';
import { routeCode } from './route-table.js';

/** Shows what a reviewer looks at first: who has which mark, and which routes are exceptions. */
export function remarks(data: CorsReportData): Markup {
  const { policies } = data;
  const marks = [...new Set(policies.flatMap(({ marks }) => marks))].sort(byRank);
  const differing = [...policies.flatMap(({ routes }) => routes), ...data.off].filter(
    ({ differs }) => differs,
  );
  const rows = [
    ...marks.map((mark) => ({
      head: markSign(mark),
      items: policies.filter(({ marks }) => marks.includes(mark)).map(linkTo),
    })),
    { head: sign('differs', 'differs from its class'), items: differing.map(routeCode) },
    { head: sign('off', 'switched off'), items: data.off.map(routeCode) },
    { head: sign('note', 'nothing said'), items: data.unsaid.map(routeCode) },
    { head: sign('note', 'answered by an upstream'), items: (data.upstream ?? []).map(routeCode) },
  ].filter(({ items }) => items.length > 0);
  const list = markup`<dl class="remarks">${rows.map(({ head, items }) => {
    const { shown, more } = few(items, 8);
    return markup`
<div><dt>${head}</dt><dd><ul class="links">${shown.map((item) => markup`<li>${item}</li>`)}${
      more > 0 && markup`<li>and ${more} more</li>`
    }</ul></dd></div>`;
  })}</dl>`;
  return markup`<section aria-labelledby="remarks-title"><h2 id="remarks-title">At a glance</h2>
${rows.length > 0 ? list : markup`<p>Nothing stands out.</p>`}</section>`;
}

import { few } from './few.js';
import { code, markup, type Markup } from './markup.js';
import { markSign } from './marks.js';
import { idOf } from './policy-link.js';
import type { CorsReportPolicy } from './report-data.js';
import type { CorsReportOption } from './reported-options.js';
import { routeTable } from './route-table.js';

/** Shows a policy: what it says, and on which routes. */
export function policySection({ name, marks, options, routes }: CorsReportPolicy): Markup {
  const id = idOf(name);
  return markup`
<article id="${id}" aria-labelledby="${id}-name">
<header><h3 id="${id}-name"><span class="unseen">Policy</span> ${code(name)}</h3>
${marks.length > 0 && markup`<ul class="marks">${marks.map((mark) => markup`<li>${markSign(mark)}</li>`)}</ul>`}</header>
<div class="halves">
<table class="options"><caption class="unseen">Options of policy ${name}</caption>
<thead><tr><th scope="col">Option</th><th scope="col">Value, and where it is written</th></tr></thead>
<tbody>${options.map(optionRow)}
</tbody></table>
${routeTable(routes, `of policy ${name}`)}
</div>
</article>`;
}

function optionRow({ name, value, sources }: CorsReportOption): Markup {
  const head = markup`<th scope="row">${code(name)}</th>`;
  if (sources.length === 0) {
    return markup`
<tr class="default">${head}<td>${value} <small>default</small></td></tr>`;
  }
  const { shown, more } = few(sources, 3);
  const places = shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return markup`
<tr>${head}<td>${code(value)} <small>${places}</small></td></tr>`;
}

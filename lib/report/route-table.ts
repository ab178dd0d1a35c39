import { counted } from '../counted.js';
import { sign } from './icons.js';
import { code, markup, type Markup } from './markup.js';
import type { CorsReportRoute } from './report-data.js';

/** Lists routes that have one policy. */
export function routeTable(routes: readonly CorsReportRoute[], of?: string): Markup {
  return markup`<table class="routes"><caption${of !== undefined && markup` class="unseen"`}>${counted(routes.length, 'route')} ${of}</caption>
<thead><tr><th scope="col">Route</th><th scope="col">Handler</th></tr></thead>
<tbody>${routes.map(row)}
</tbody></table>`;
}

/** Lists routes that have no policy; nothing, if there are none. */
export function routeSection(
  id: string,
  title: string,
  meaning: string,
  routes: readonly CorsReportRoute[],
): Markup | undefined {
  if (routes.length === 0) return undefined;
  return markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
<p>${meaning}</p>
${routeTable(routes)}</section>`;
}

function row({ method, path, name, differs }: CorsReportRoute): Markup {
  return markup`
<tr><th scope="row">${routeCode({ method, path })}</th><td>${code(name)}${differs && markup` ${sign('differs', 'differs from its class')}`}</td></tr>`;
}

/** Writes a route as it is spoken of. */
export function routeCode({ method, path }: Pick<CorsReportRoute, 'method' | 'path'>): Markup {
  return markup`<code><b>${method}</b> ${path}</code>`;
}

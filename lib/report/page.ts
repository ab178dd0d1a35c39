import { createHash } from 'node:crypto';
import type { Asked } from './ask.js';
import { ICONS } from './icons.js';
import { markup, Markup } from './markup.js';
import { originTable } from './origin-table.js';
import { policySection } from './policy-section.js';
import type { CorsReportData } from './report-data.js';
import { remarks } from './remarks.js';
import { routeSection } from './route-table.js';
import { STYLE } from './style.js';
import { summaryOf } from './summary.js';

// Nothing is loaded, and no script runs, whatever the names in the report are.
const SECURITY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
].join('; ');

/** Writes a report as one page of HTML that needs nothing else. */
export function reportAsPage(data: CorsReportData, asked?: Asked): string {
  const { policies } = data;
  const links = [
    ['origins', 'Origins'],
    ['policies', 'Policies'],
    ...(data.off.length > 0 ? [['off', 'Switched off']] : []),
    ...(data.unsaid.length > 0 ? [['unsaid', 'Nothing said']] : []),
    ...(data.upstream === undefined ? [] : [['upstream', 'Answered by an upstream']]),
    ...(asked === undefined ? [] : [['explain', 'Explain a request']]),
  ];
  const title = asked?.title === undefined ? 'CORS report' : `${asked.title} · CORS report`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${SECURITY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLE)}</style>
</head>
<body>
${ICONS}
<header>
<div><h1>CORS report</h1>
<p>Which origins may read what this app answers, and where that is written.</p></div>
<ul class="counts">${summaryOf(data).map(count)}</ul>
</header>
<nav aria-label="Parts of the report"><ul>${links.map(
    ([id, text]) => markup`<li><a href="#${id}">${text}</a></li>`,
  )}</ul></nav>
<main>
${remarks(data)}
<section id="origins" aria-labelledby="origins-title"><h2 id="origins-title">Origins</h2>
${originTable(policies)}</section>
<section id="policies" aria-labelledby="policies-title"><h2 id="policies-title">Policies</h2>
${policies.length > 0 ? policies.map(policySection) : markup`<p>There is none.</p>`}</section>
${routeSection('off', 'Switched off', 'No page on another origin reads a response, and preflights are refused.', data.off)}
${routeSection('unsaid', 'Nothing said', 'No layer says anything, and the library stays out: what is sent is the app’s.', data.unsaid)}
${routeSection('upstream', 'Answered by an upstream', 'What is mounted there has a CORS of its own, and its headers are left as they are.', data.upstream ?? [])}
${asked?.section}
</main>
<footer><p>CORS says who may read. It does not say who may act: a request that needs no preflight runs, whoever asks.</p></footer>
</body>
</html>
`.text;
}

/** The number is what is looked for. */
function count(summary: string): Markup {
  const [number, ...words] = summary.split(' ');
  return markup`<li><b>${number}</b> ${words.join(' ')}</li>`;
}

import type { CorsAnswer, CorsExplanation, CorsStep } from '../explain/explanation.js';
import { sign } from './icons.js';
import { code, markup, type Markup } from './markup.js';

const VERDICTS = {
  passed: ['yes', 'passed'],
  failed: ['no', 'failed'],
  noted: ['note', 'noted'],
} as const;

/** Shows what a browser would do, step by step, what is sent, and what would grant it. */
export function explanationSection(asked: string, explained: CorsExplanation): Markup {
  const { unserved, granted, steps, preflight, actual, fix } = explained;
  return markup`<div class="explained">
${unserved !== undefined && markup`<p class="mistake"><b>Look at this first:</b> ${unserved.message}</p>`}
<h3>${granted ? sign('yes', 'Granted') : sign('no', 'Blocked')} ${code(asked)}</h3>
${fix !== undefined && markup`<p class="fix"><b>To grant it:</b> ${fix.message}</p>`}
<table class="steps"><caption>What a browser does, in order</caption>
<thead><tr><th scope="col">Step</th><th scope="col">What comes of it</th></tr></thead>
<tbody>${steps.map(stepRow)}</tbody></table>
<div class="halves">
${preflight !== undefined && answer('The preflight is answered with', preflight)}
${answer('The response carries', actual)}
</div>
</div>`;
}

function stepRow({ step, spec, verdict, detail }: CorsStep): Markup {
  const [icon, word] = VERDICTS[verdict];
  return markup`
<tr class="${verdict}"><th scope="row"><a href="${spec}" rel="noreferrer">${step}</a></th><td>${sign(icon, word)} ${detail}</td></tr>`;
}

function answer(title: string, { status, headers }: CorsAnswer): Markup {
  const lines = [
    ...(status === undefined ? [] : [`${status}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return markup`<figure><figcaption>${title}</figcaption>${
    lines.length === 0
      ? markup`<p>nothing of CORS</p>`
      : markup`<ul class="fields">${lines.map((line) => markup`<li>${code(line)}</li>`)}</ul>`
  }</figure>`;
}

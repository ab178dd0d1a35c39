import type { Fields } from './explain-query.js';
import { markup, type Markup } from './markup.js';

/** The form that asks what a browser would do. It is sent to the address that it stands at. */
export function explainForm(
  { origin, method, path, headers, credentials }: Fields,
  fault?: string,
): Markup {
  return markup`<form method="get" action="#explain">
${field('origin', 'Origin of the page', origin, markup`required placeholder="https://app.example.com"`)}
${field('method', 'Method', method, markup`required`)}
${field('path', 'Path', path, markup`required placeholder="/cats/7"${fault !== undefined && markup` aria-invalid="true" aria-describedby="fault"`}`)}
${field('headers', 'Request headers', headers, markup`placeholder="Content-Type, X-Api-Key"`)}
<label class="check"><input type="checkbox" name="credentials" value="include"${credentials && markup` checked`}> with credentials</label>
<button>Explain</button>
</form>
${fault !== undefined && markup`<p id="fault" role="alert">${fault}</p>`}`;
}

function field(name: string, label: string, value: string, more: Markup): Markup {
  return markup`<label class="${name}">${label} <input name="${name}" value="${value}" ${more} autocomplete="off" autocapitalize="off" spellcheck="false"></label>`;
}

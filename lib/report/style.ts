/** The style of the page: dark and light, down to the width of a phone, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f6f4, #131417);
  --paper: light-dark(#ffffff, #1b1d21);
  --ink: light-dark(#1d2024, #e9eaec);
  --soft: light-dark(#5a616b, #a0a7b1);
  --line: light-dark(#e2e3e1, #2e3137);
  --yes: light-dark(#0b6e47, #63d6a0);
  --yes-wash: light-dark(#e4f4ec, #14301f);
  --no: light-dark(#b02a20, #ff938a);
  --no-wash: light-dark(#fcecea, #3a1a18);
  --odd: light-dark(#8a5a00, #f2c14e);
  --odd-wash: light-dark(#fdf1d6, #3a2c0c);
  --know: light-dark(#2450b8, #9dbbff);
  --know-wash: light-dark(#e8eefc, #1a2748);
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  max-width: 76rem; margin: 0 auto; padding: 2rem 1.5rem 3rem;
  background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, 'DejaVu Sans', sans-serif;
}
code { font-family: var(--mono); font-size: 0.92em; overflow-wrap: anywhere; unicode-bidi: isolate; }
[hidden] { display: none !important; }
small { color: var(--soft); font-size: 0.8125rem; overflow-wrap: anywhere; }
a { color: inherit; text-decoration: underline; text-decoration-color: var(--soft); text-underline-offset: 0.25em; }
a:hover { text-decoration-color: currentColor; }
.to-policy { text-decoration: none; }
.to-policy code { text-decoration: underline; text-decoration-color: var(--soft); text-underline-offset: 0.25em; }
.to-policy:hover code { text-decoration-color: currentColor; }
.links .mark { margin-inline-start: 0.3rem; }
:focus-visible { outline: 3px solid var(--know); outline-offset: 2px; border-radius: 0.2rem; }
ul { margin: 0; padding: 0; list-style: none; }
h1, h2, h3, p, figure, dl, dd { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.015em; }
h2 { font-size: 1.1875rem; letter-spacing: -0.01em; }
h3 { font-size: 1rem; line-height: 1.6; overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

body > header { display: flex; flex-wrap: wrap; align-items: end; justify-content: space-between; gap: 1rem 3rem; }
header p, footer, section > p { color: var(--soft); }
.counts { display: flex; flex-wrap: wrap; gap: 0.75rem 1.75rem; color: var(--soft); font-size: 0.8125rem; }
.counts b { display: block; color: var(--ink); font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
nav { margin-top: 1.25rem; border-bottom: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; margin-inline: -0.9rem; }
nav a { display: block; padding: 0.6rem 0.9rem; color: var(--soft); text-decoration: none; }
nav a:hover { color: var(--ink); }
section { margin-top: 2.25rem; }
section > * + * { margin-top: 0.75rem; }
footer { margin-top: 2.5rem; font-size: 0.875rem; }

table { width: 100%; border: 1px solid var(--line); border-radius: 0.75rem; border-spacing: 0; background: var(--paper); table-layout: fixed; }
caption { padding: 0 0.25rem 0.5rem; color: var(--soft); font-size: 0.8125rem; text-align: start; }
th, td { padding: 0.55rem 1.25rem; font-weight: inherit; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: 0.8125rem; }
tbody th, tbody td { border-top: 1px solid var(--line); }
tbody th code { font-weight: 600; }
.routes th code { font-weight: inherit; }

.links { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
.mark { display: inline-flex; align-items: baseline; gap: 0.4em; padding-inline: 0.4rem 0.6rem; border-radius: 0.2rem; background: var(--ground); color: var(--soft); font-size: 0.875rem; font-weight: 600; }
.mark svg { flex: none; align-self: center; width: 1.05em; height: 1.05em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.mark.yes { border-radius: 1rem; background: var(--yes-wash); color: var(--yes); }
.mark.no, .mark.danger { background: var(--no-wash); color: var(--no); }
.mark.any { background: var(--odd-wash); color: var(--odd); }
.mark.key { background: var(--know-wash); color: var(--know); }

.remarks { border: 1px solid var(--line); border-radius: 0.75rem; background: var(--paper); }
.remarks div { display: grid; grid-template-columns: 15rem 1fr; gap: 0.25rem 1rem; padding: 0.6rem 1.25rem; }
.remarks div + div { border-top: 1px solid var(--line); }

article { padding: 1rem 1.25rem 1.25rem; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--paper); }
article > header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.4rem 1rem; margin-bottom: 0.75rem; }
article:target { outline: 2px solid var(--know); outline-offset: 2px; }
.marks { display: flex; flex-wrap: wrap; gap: 0.4rem; }
.halves { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem 1.75rem; align-items: start; }
article table { border: 0; border-radius: 0; }
article th, article td { padding: 0.4rem 0.75rem 0.4rem 0; }
article thead th { padding-top: 0; }
article caption { padding-inline: 0; }
.options th:first-child { width: 34%; }
.options td > code, .origins th code { margin-inline-end: 0.4rem; }
.routes b { display: inline-block; min-width: 4.5em; }
.default { color: var(--soft); }
.default td { font-size: 0.875rem; }
.default small { margin-inline-start: 0.3rem; }

form { display: grid; grid-template-columns: 2fr 6rem 2fr 2fr; gap: 0.75rem 1rem; align-items: end; }
label { color: var(--soft); font-size: 0.8125rem; }
input:not([type]) { display: block; width: 100%; min-height: 2.5rem; margin-top: 0.2rem; padding: 0.4rem 0.7rem; border: 1px solid var(--soft); border-radius: 0.5rem; background: var(--paper); color: var(--ink); font: 0.875rem var(--mono); }
input[aria-invalid] { border: 2px solid var(--no); }
::placeholder { color: var(--soft); opacity: 1; }
.check { grid-column: 1 / 3; display: flex; gap: 0.5rem; align-items: center; min-height: 2.5rem; font-size: inherit; }
.check input { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--know); }
button { grid-column: -2; justify-self: end; min-height: 2.5rem; padding: 0.5rem 1.4rem; border: 1px solid var(--ink); border-radius: 0.5rem; background: var(--ink); color: var(--paper); font: inherit; font-weight: 600; cursor: pointer; }
[role='alert'] { color: var(--no); font-weight: 600; }
.explained { display: grid; gap: 1rem; padding-top: 0.75rem; }
.mistake { padding: 0.6rem 1rem; border-inline-start: 4px solid var(--odd); background: var(--odd-wash); overflow-wrap: anywhere; }
.fix { padding: 0.6rem 1rem; border-inline-start: 4px solid var(--know); background: var(--know-wash); overflow-wrap: anywhere; }
.steps th:first-child { width: 27%; }
.steps .mark { min-width: 5.6rem; margin-inline-end: 0.4rem; }
.steps .note { background: none; }
figcaption { margin-bottom: 0.25rem; color: var(--soft); font-size: 0.8125rem; }

@media (max-width: 46rem) {
  body { padding: 1.25rem 1rem 2rem; }
  h1 { font-size: 1.5rem; }
  nav ul { margin-inline: -0.6rem; }
  nav a { padding: 0.6rem; }
  .counts { gap: 0.75rem 1.5rem; }
  .halves, .remarks div, form { grid-template-columns: 1fr; }
  .check, button { grid-column: auto; }
  button { justify-self: stretch; }
  article, .remarks div { padding-inline: 0.9rem; }
  th, td { padding-inline: 0.9rem 0.4rem; }
  code { font-size: 0.8125rem; }
  .routes b { min-width: 0; }
  .options small { display: block; margin: 0; }
  .options th:first-child { width: 42%; }
  .steps th:first-child { width: 35%; }
  .steps .mark { min-width: 0; }
}

@media print {
  :root { color-scheme: light; --ground: #fff; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav, form, #explain:not(:has(.explained)) { display: none; }
  tr, article > header, .remarks div { break-inside: avoid; }
  h2, h3, caption, thead { break-after: avoid; }
  .mark, }
`;

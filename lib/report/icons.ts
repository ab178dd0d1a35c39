import { markup, type Markup } from './markup.js';

/** The shapes of the signs: a mark is never told by its colour alone. */
export const ICONS: Markup = markup`<svg hidden>
<symbol id="icon-any" viewBox="0 0 16 16"><path d="M8 2v12M2.8 5l10.4 6M13.2 5 2.8 11"/></symbol>
<symbol id="icon-key" viewBox="0 0 16 16"><path d="M9.2 6.8 2.5 13.5M4.6 11.4l2 2M7 9l1.6 1.6"/><circle cx="11" cy="5" r="3"/></symbol>
<symbol id="icon-danger" viewBox="0 0 16 16"><path d="M8 1.5 15 14H1zM8 6.2v3.4m0 2.2v.1"/></symbol>
<symbol id="icon-code" viewBox="0 0 16 16"><path d="M5 4 1.5 8 5 12m6-8 3.5 4L11 12"/></symbol>
<symbol id="icon-differs" viewBox="0 0 16 16"><path d="M3 5.8h10M3 10.2h10M10.8 2.5 5.2 13.5"/></symbol>
<symbol id="icon-yes" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.7"/><path d="m5 8.3 2.1 2.1L11 6.2"/></symbol>
<symbol id="icon-no" viewBox="0 0 16 16"><path d="M5.2 1.3h5.6l3.9 3.9v5.6l-3.9 3.9H5.2l-3.9-3.9V5.2zM5.7 5.7l4.6 4.6m0-4.6-4.6 4.6"/></symbol>
<symbol id="icon-off" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2"/><path d="M3.6 3.6l8.8 8.8"/></symbol>
<symbol id="icon-note" viewBox="0 0 16 16"><path d="M4 8h8"/></symbol>
</svg>`;

export type Icon = 'any' | 'key' | 'danger' | 'code' | 'differs' | 'yes' | 'no' | 'off' | 'note';

/** A sign with its word. */
export function sign(icon: Icon, word: string): Markup {
  return markup`<span class="mark ${icon}"><svg aria-hidden="true"><use href="#icon-${icon}"/></svg>${word}</span>`;
}

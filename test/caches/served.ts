import type { ServerName } from './servers.js';

/**
 * What both caches make of what servers send: who asks, one after another, and whose grant each of
 * them is served. A page cannot read what it is allowed to if that is none, or another's.
 */
export const SERVED: readonly (readonly [server: ServerName, asking: string, served: string])[] = [
  ['`Vary: Origin` always', 'none, A, none', 'none, A, none'],
  ['`Vary: Origin` always', 'A, none, A', 'A, none, A'],
  ['`Vary: Origin` always', 'A, B, A', 'A, B, A'],
  ['`Vary: Origin` always', 'A, evil, A', 'A, none, A'],
  ['`Vary: Origin` always', 'evil, A, evil', 'none, A, none'],

  ['no `Vary`', 'none, A, none', 'none, none, none'],
  ['no `Vary`', 'A, none, A', 'A, A, A'],
  ['no `Vary`', 'A, B, A', 'A, A, A'],
  ['no `Vary`', 'A, evil, A', 'A, A, A'],
  ['no `Vary`', 'evil, A, evil', 'none, none, none'],

  ['`Vary` only when allowed', 'none, A, none', 'none, none, none'],
  ['`Vary` only when allowed', 'A, none, A', 'A, none, none'],
  ['`Vary` only when allowed', 'A, B, A', 'A, B, A'],
  ['`Vary` only when allowed', 'A, evil, A', 'A, none, none'],
  ['`Vary` only when allowed', 'evil, A, evil', 'none, none, none'],

  ['`Vary` only when `Origin` is present', 'none, A, none', 'none, none, none'],
  ['`Vary` only when `Origin` is present', 'A, none, A', 'A, none, none'],
  ['`Vary` only when `Origin` is present', 'A, B, A', 'A, B, A'],
  ['`Vary` only when `Origin` is present', 'A, evil, A', 'A, none, A'],
  ['`Vary` only when `Origin` is present', 'evil, A, evil', 'none, A, none'],

  ['`*` always', 'none, A, none', '*, *, *'],
  ['`*` always', 'A, none, A', '*, *, *'],
  ['`*` always', 'A, B, A', '*, *, *'],

  ['`*` only when `Origin` is present', 'none, A, none', 'none, none, none'],
  ['`*` only when `Origin` is present', 'A, none, A', '*, *, *'],
  ['`*` only when `Origin` is present', 'A, B, A', '*, *, *'],
];

// What the tests use of `ws`, which has no types of its own.
declare module 'ws' {
  import type { EventEmitter } from 'node:events';

  export class WebSocket extends EventEmitter {
    constructor(url: string, options?: { readonly origin?: string });
    send(data: string): void;
    terminate(): void;
  }
}

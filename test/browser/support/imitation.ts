import { setTimeout as sleep } from 'node:timers/promises';
import { CorsError, corsFetch, type CorsFetch } from 'nestjs-cors/testing';
import { originOf } from './site.js';
import type { Action, From, Outcome, StartedBrowser } from './tabs.js';

type Act = (fetch: CorsFetch, url: string, action: Action) => Promise<Outcome>;

/** `corsFetch` as a browser: what client.js asks of a real one, in terms of `fetch`. */
export const imitation: StartedBrowser = {
  async open(site) {
    const fetches = new Map<string, CorsFetch>();
    const fetchOf = (from: From) => {
      const origin =
        from === 'sandbox' || from === 'data-worker' ? 'null' : originOf(from, site.ports);
      const fetch = fetches.get(origin) ?? corsFetch(site.nest, { origin });
      fetches.set(origin, fetch);
      return fetch;
    };
    return {
      async run(from, url, action) {
        try {
          return await acts[action.how](fetchOf(from), url, action);
        } catch (error) {
          if (!(error instanceof CorsError)) throw error;
          return {
            result: 'reject',
            reason: action.how === 'eventSource' ? 'closed' : error.message,
          };
        }
      },
      close: async () => {},
    };
  },
  close: async () => {},
};

const acts: Record<Action['how'], Act> = {
  async fetch(fetch, url, { init, times = 1, pause = 0 }) {
    let outcome: Outcome = { result: 'reject' };
    for (let sent = 0; sent < times; sent++) {
      if (sent > 0) await sleep(pause);
      outcome = await outcomeOf(await fetch(url, init));
    }
    return outcome;
  },

  // https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send: an upload that is listened to sets the
  // use-CORS-preflight flag, and so does the body of a fetch that is a stream.
  async xhr(fetch, url, { init, upload }) {
    const uploaded = upload && {
      body: new Blob(['a body']).stream(),
      duplex: 'half' as const,
      headers: { 'Content-Type': 'text/plain;charset=UTF-8' },
    };
    const credentials = credentialed(init?.credentials);
    return outcomeOf(await fetch(url, { ...init, ...credentials, ...uploaded }));
  },

  // https://html.spec.whatwg.org/#dom-eventsource
  async eventSource(fetch, url, { init }) {
    const headers = { Accept: 'text/event-stream' };
    const response = await fetch(url, { ...credentialed(init?.credentials), headers });
    const [, body = ''] = /^data: (.*)$/m.exec(await response.text()) ?? [];
    return { result: 'resolve', body };
  },

  // https://html.spec.whatwg.org/#create-a-potential-cors-request
  async image(fetch, url, { crossOrigin }) {
    const { type } = await fetch(url, potentialCors(crossOrigin));
    return { result: type === 'opaque' ? 'opaque' : 'resolve' };
  },

  async script(fetch, url, { crossOrigin, type }) {
    // A script runs, whether the page may read it or not.
    await fetch(url, potentialCors(type === 'module' ? (crossOrigin ?? 'anonymous') : crossOrigin));
    return { result: 'resolve' };
  },

  async webSocket() {
    throw new Error('a WebSocket has no CORS, and corsFetch opens none');
  },
};

async function outcomeOf(response: Response): Promise<Outcome> {
  return {
    result: response.type.startsWith('opaque') ? 'opaque' : 'resolve',
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

const credentialed = (credentials: RequestInit['credentials']) =>
  ({ credentials: credentials === 'include' ? 'include' : 'same-origin' }) as const;

function potentialCors(crossOrigin: string | undefined): RequestInit {
  if (crossOrigin === undefined) return { mode: 'no-cors', credentials: 'include' };
  return credentialed(crossOrigin === 'use-credentials' ? 'include' : 'same-origin');
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Takes from a response what another server would not have sent. */
type Fault = (response: ServerResponse, request: IncomingMessage) => void;

const ACAO = 'Access-Control-Allow-Origin';

/** What servers send: this library, and others. */
export const SERVERS = {
  '`Vary: Origin` always': () => {},
  'no `Vary`': (response) => response.removeHeader('Vary'),
  '`Vary` only when allowed': (response) => {
    if (!response.hasHeader(ACAO)) response.removeHeader('Vary');
  },
  '`Vary` only when `Origin` is present': (response, { headers }) => {
    if (headers.origin === undefined) response.removeHeader('Vary');
  },
  '`*` always': () => {},
  '`*` only when `Origin` is present': (response, { headers }) => {
    if (headers.origin === undefined) response.removeHeader(ACAO);
  },
} as const satisfies Readonly<Record<string, Fault>>;
export type ServerName = keyof typeof SERVERS;

/**
 * Makes a server send what the query of a request names. It is the first to touch a response, and
 * so the last to touch its head: by then the library has set everything.
 */
export function imitateServers(server: Server): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const fault: Fault | undefined = SERVERS[searchParams.get('server') as ServerName];
    if (fault === undefined) return;
    const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
    response.writeHead = (...head: unknown[]) => {
      const [status, given] = head;
      // Fastify hands its headers over here: a fault looks for all of them on the response.
      const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
      for (const [name, value] of Object.entries(isObject ? given : {})) {
        response.setHeader(name, value as string);
      }
      fault(response, request);
      return isObject ? writeHead(status) : writeHead(...head);
    };
  });
}

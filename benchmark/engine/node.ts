import { ServerResponse } from 'node:http';
import type { Engine } from './engine.js';
import { nestjsCors } from './nestjs-cors.js';

/** What Node adds to a head by itself. */
const ADDED = new Set(['Date', 'Connection', 'Keep-Alive', 'Transfer-Encoding']);

/** Node alone: it writes the very answer of this library, which nobody has decided about. */
export const node: Engine = {
  name: 'Node.js alone',
  isStrict: true,
  prepare(policy) {
    const library = nestjsCors.prepare(policy);
    return {
      async exchange(request) {
        const decided = await library.exchange(request);
        const example = decided.fresh() as ServerResponse;
        const answered = decided.answer(example);
        const headers = decided.headersOf(example, answered) as Record<string, string>;
        const fields = Object.entries(headers).filter(([name]) => !ADDED.has(name));
        const { statusCode } = example;
        const list = fields.flat();
        return {
          fresh: () => new ServerResponse(request),
          answer: (response: ServerResponse) => {
            if (request.method === 'OPTIONS') return response.writeHead(statusCode, list).end();
            for (const [name, value] of fields) response.setHeader(name, value);
            return response;
          },
          headersOf: () => headers,
        };
      },
    };
  },
};

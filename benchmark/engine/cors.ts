import cors from 'cors';
import type { Request, Response } from 'express';
import { ServerResponse } from 'node:http';
import { corsOptionsOf } from './cors-options.js';
import type { Engine } from './engine.js';

/** `cors`. It is a function of Node's request and response, and needs nothing of Express's. */
export const corsEngine: Engine = {
  name: 'cors',
  prepare(policy) {
    const handle = cors(corsOptionsOf(policy));
    return {
      exchange: (request) => ({
        fresh: () => new ServerResponse(request),
        answer: (response: ServerResponse) =>
          handle(request as Request, response as Response, () => undefined),
        headersOf: (response: ServerResponse) => response.getHeaders(),
      }),
    };
  },
};

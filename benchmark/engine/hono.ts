import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Engine } from './engine.js';
import { type EnginePolicy, expressionFor } from './policy.js';

type MakeContext = new (request: Request) => Context;

/** The middleware with the requests and responses of the Web, which are what it is written for. */
export const honoEngine: Engine = {
  name: 'hono/cors',
  prepare(policy) {
    const handle = cors(optionsOf(policy));
    return {
      async exchange({ method = '', headers }) {
        const request = new Request('http://localhost/', {
          method,
          headers: headers as Record<string, string>,
        });
        const Context = await contextOf(request);
        return {
          fresh: () => new Context(request),
          answer: (context: Context) => handle(context, async () => undefined),
          headersOf: (context: Context, answered: unknown) =>
            Object.fromEntries(
              answered instanceof Response ? answered.headers : context.res.headers,
            ),
        };
      },
    };
  },
};

/** It knows no expressions: where there are patterns, a function decides, as well as it can. */
function optionsOf({
  origins,
  methods,
  allowedHeaders = [],
  exposedHeaders,
  ...others
}: EnginePolicy) {
  return {
    ...others,
    origin: origins === '*' ? origins : originOf(origins),
    allowMethods: methods,
    allowHeaders: allowedHeaders,
    exposeHeaders: exposedHeaders,
  };
}

function originOf({ exact, domains }: Exclude<EnginePolicy['origins'], '*'>) {
  if (domains.length === 0) return [...exact];
  const listed = new Set(exact);
  const expressions = domains.map(expressionFor);
  return (origin: string) =>
    listed.has(origin) || expressions.some((expression) => expression.test(origin)) ? origin : null;
}

/** The class of hono's contexts, which it does not export as a value. */
async function contextOf(request: Request): Promise<MakeContext> {
  const seen: Context[] = [];
  const app = new Hono().all('*', (context) => {
    seen.push(context);
    return context.body(null);
  });
  await app.fetch(request);
  return seen[0]?.constructor as MakeContext;
}

import type { Effort } from './effort.js';
import { environment } from './environment.js';
import { lostRows } from './lost-rows.js';
import type { Section } from './section.js';
import { number } from './table.js';

/** The parts of the benchmark, measured. */
export type Results = Record<'engine' | 'app' | 'boot', readonly Section[]>;

const markdownOf = (sections: readonly Section[]) =>
  sections.map(({ markdown }) => markdown).join('\n\n');

/** The page that a full run writes. */
export function page({ engine, app, boot }: Results, effort: Effort, date: Date): string {
  const claims = [...engine, ...app, ...boot].flatMap(({ claims }) => claims);
  return `# Benchmarks

What CORS costs with this library and with others. This page is written by \`npm run bench\`; nobody edits it.
Written on ${date.toISOString().slice(0, 10)}.

${environment()}

Every figure is the median of ${effort.rounds} rounds in which those that are compared take turns, with the quartiles in
parentheses. A ratio is taken within each round, and below 1 this library is ahead. Nothing is measured that has not
answered, once before, exactly what it should.

## Where it loses

${lostRows(claims)}

## Apps

CPU time of the server's process for one request, in microseconds, over ${number(effort.requests)} requests a round, half of
them on Express and a quarter of them in its largest app, on eight connections, once the apps are warm.
Halfway they are started anew. The apps are the same but for their CORS: each controller has ten routes, and what is
asked is a route of the last one.

- **no CORS** is the app without any. Its answer to a preflight is a 404 that Nest throws, which is not compared. On
  Express this library is ahead of it: it gives a request its properties before Express changes its prototype, see
  \`lib/before-express.ts\`.
- **enableCors** is Nest's \`app.enableCors(options)\`: \`cors\` on Express, \`@fastify/cors\` on Fastify. It has one policy
  for the whole app. It answers a preflight that it refuses with 204 and without \`Access-Control-Allow-Origin\`,
  and this library with 403.
- **delegate** is \`app.enableCors((request, done) => …)\`, written by hand for a policy for each controller, and for speed:
  it looks the first segment of the URL up in a \`Map\`. It knows nothing of prefixes, versions, methods and case.
- **nestjs-cors** is this library: \`CorsModule.forRoot(options)\`, or \`@Cors(options)\` on each controller.

All have the policy of four origins with credentials in \`benchmark/app/policies.ts\`.

${markdownOf(app)}

## Boot

From nothing to listening, in a new process, the median of ${effort.boots} starts; and what the same app takes more with this
library, in time and in heap without garbage.

${markdownOf(boot)}

## Engines

Nanoseconds for one decision and the headers that follow from it, on a response that exists already. Nothing is sent.

- **nestjs-cors** and **cors** write to an \`http.ServerResponse\` without a socket.
- **@fastify/cors** is the hook that it registers, with requests and replies of Fastify's. It writes to the reply; Fastify
  copies the headers to Node's response later, which is not in its figures.
- **hono/cors** is the middleware with a \`Context\` of hono's. It writes to the \`Headers\` of a Web \`Response\`, and it is
  asynchronous.
- **Node.js alone** writes the answer of this library, which nobody has decided about: less it cannot be.
  **Beyond Node.js** is the ratio to \`cors\` of what is more than that.

Only this library knows patterns. \`cors\` and \`@fastify/cors\` have an anchored expression for each instead, hono a
function with a \`Set\` and the same expressions. Only this library refuses a preflight: the others write all headers but
\`Access-Control-Allow-Origin\`, and leave it to the browser to read on. They do not read
\`Access-Control-Request-Headers\` either where the allowed ones are listed, as they are here. The allowed origin is in the
middle of its list. The bytes are what one decision allocates, the response itself not included.

${markdownOf(engine)}
`;
}

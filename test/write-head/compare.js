// Answers in every way with and without the library, on the Node.js that runs this: but for the CORS
// headers and Vary, the same lines leave. `npm run build` comes first.
import { once } from 'node:events';
import { createServer } from 'node:http';
import * as http2 from 'node:http2';
import { connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { carryHeaders, OFF } from '../../dist/response-headers.js';
import { forms, wrappers } from './forms.js';

const LISTED = [
  ['Access-Control-Allow-Origin', 'https://app.example.com'],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Vary', 'Origin'],
];
const carriers = {
  'a list of origins': { headers: LISTED },
  'any origin': { headers: [['Access-Control-Allow-Origin', '*']] },
  'CORS switched off': OFF,
  'another list below 400': narrowed(LISTED, [LISTED[2]]),
};

/** Headers of which others leave below status 400. */
function narrowed(headers, below) {
  return { headers, narrow: (status) => ({ headers: status >= 400 ? headers : below }) };
}

/** Applies a form; what it throws is answered as Node's own server would not: with its code. */
function apply(form, response) {
  try {
    form(response);
  } catch (error) {
    if (response.headersSent) response.end(error.code ?? error.name);
    else response.writeHead(500, 'Failed', { 'X-Error': error.code ?? error.name }).end();
  }
}

const pathOf = (parts) => `/${parts.map(encodeURIComponent).join('/')}`;

/** Does what the path of a request says: it has a carrier, a wrapper, their order, and a form. */
function answer(request, response) {
  const [carrier, wrapper, order, form] = request.url.slice(1).split('/').map(decodeURIComponent);
  if (order === 'before') wrappers[wrapper](response);
  if (carrier in carriers) carryHeaders(response, carriers[carrier]);
  if (order === 'after') wrappers[wrapper](response);
  apply(forms.find(({ name }) => name === form).write, response);
}

/** The lines of a response as they arrive. */
async function linesOverHttp1(port, parts) {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('latin1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk));
  socket.write(
    `GET ${pathOf(parts)} HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close\r\n\r\n`,
  );
  await once(socket, 'close');
  return text.split('\r\n').filter((line) => !/^Date: .*GMT$/.test(line));
}

async function linesOverHttp2(session, parts) {
  const stream = session.request({ ':path': pathOf(parts) });
  const lines = [];
  const read = (headers, _flags, raw = Object.entries(headers).flat()) => {
    for (let at = 0; at < raw.length; at += 2) {
      if (raw[at] !== 'date') lines.push(`${raw[at]}: ${raw[at + 1]}`);
    }
  };
  for (const event of ['headers', 'response', 'trailers']) stream.on(event, read);
  stream.setEncoding('utf8').on('data', (chunk) => lines.push(chunk));
  stream.on('error', (error) => lines.push(error.code));
  await new Promise((resolve) => stream.on('close', resolve));
  return lines;
}

const isCors = (line) => /^access-control-/i.test(line);
const isStatus = (line) => /^(HTTP|:status)/.test(line);
const isVary = (line) => /^vary:/i.test(line);
const sorted = (lines) => lines.map((line) => line.toLowerCase()).toSorted();
const names = (line) => line.slice('vary:'.length).toLowerCase().split(',');
const varied = (lines) =>
  new Set(lines.filter(isVary).flatMap((line) => names(line).map((name) => name.trim())));

/** The fault of a response beside that of the server alone. */
function faultOf({ headers, narrow }, plain, own) {
  // Node.js tells the length of a list and the type of a name apart, and refuses both.
  const rest = (lines) =>
    lines
      .filter((line) => !isCors(line) && !isVary(line))
      .map((line) => line.replace(/^(x-error: ).*/i, '$1of a kind'));
  if (!isDeepStrictEqual(rest(own), rest(plain))) return 'other lines differ';
  const status = Number(/^(?:HTTP\S+|:status:) (\d+)/.exec(own.findLast(isStatus))?.[1]);
  // Nothing has been answered.
  if (Number.isNaN(status)) return undefined;

  const carried = narrow?.(status).headers ?? headers;
  const expected = carried.map(([name, value]) => `${name}: ${value}`);
  if (!isDeepStrictEqual(sorted(own.filter(isCors)), sorted(expected.filter(isCors)))) {
    return 'CORS headers differ';
  }
  if (!expected.some(isVary)) {
    return isDeepStrictEqual(own.filter(isVary), plain.filter(isVary)) ? undefined : 'Vary differs';
  }
  // Of two that are given, Node.js can lose one: none is lost here.
  const all = varied(own);
  const isFull =
    all.has('*') || [...varied([...plain, 'Vary: Origin'])].every((name) => all.has(name));
  return isFull && own.filter(isVary).length === 1 ? undefined : 'Vary differs';
}

const count = { passed: 0, failed: 0 };
async function compare(protocol, lines) {
  for (const { name, http1, direct } of forms) {
    if (http1 && protocol === 'HTTP/2') continue;
    for (const wrapper of Object.keys(wrappers)) {
      const answered = (carrier, order) => lines([carrier, wrapper, order, name]);
      const plain = await answered('nothing', 'before');
      const orders = wrapper === 'nothing' || direct ? ['after'] : ['before', 'after'];
      await Promise.all(
        Object.keys(carriers).flatMap((carrier) =>
          orders.map(async (order) => {
            const own = await answered(carrier, order);
            const fault = faultOf(carriers[carrier], plain, own);
            count[fault === undefined ? 'passed' : 'failed'] += 1;
            if (fault === undefined) return;
            console.error(
              `${protocol}, ${name}, under ${carrier}, ${order} it ${wrapper}: ${fault}`,
            );
            console.error({ plain, own });
          }),
        ),
      );
    }
  }
}

const server = createServer(answer).listen(0, '127.0.0.1');
await once(server, 'listening');
await compare('HTTP/1', (parts) => linesOverHttp1(server.address().port, parts));
server.close();

const server2 = http2.createServer(answer).listen(0, '127.0.0.1');
await once(server2, 'listening');
const session = http2.connect(`http://127.0.0.1:${server2.address().port}`);
await compare('HTTP/2', (parts) => linesOverHttp2(session, parts));
session.close();
server2.close();

console.log(`Node.js ${process.versions.node}: ${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed > 0 ? 1 : 0;

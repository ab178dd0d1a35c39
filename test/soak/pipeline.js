// Several requests at once on one connection: the answers come in the order of the requests, also
// where an origin function is late. Node's own client cannot send them.
import { connect } from 'node:net';
import { faultOf } from './asked.js';

/** Sends them, and resolves like `exchange`. */
export function pipeline(port, { pipelined, giveUp }, random) {
  return new Promise((resolve) => {
    let received = '';
    let isGivenUp = false;
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('latin1');
    socket.write(pipelined.map(head).join(''));
    socket.on('data', (text) => (received += text));
    socket.on('error', () => undefined);
    socket.on('close', () =>
      resolve({ isGivenUp, fault: faultIn(pipelined, received, isGivenUp) }),
    );
    if (giveUp === undefined) return;
    setTimeout(() => {
      isGivenUp = !socket.destroyed;
      socket.resetAndDestroy();
    }, random.below(4));
  });
}

function head({ method, path, origin }, index, all) {
  const connection = index === all.length - 1 ? 'close' : 'keep-alive';
  const lines = ['Host: localhost', `Connection: ${connection}`, `Origin: ${origin}`];
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

function faultIn(pipelined, received, isGivenUp) {
  const answers = received.split(/(?=HTTP\/1\.1 \d)/).filter((text) => text !== '');
  if (!isGivenUp && answers.length !== pipelined.length) return `${answers.length} answers`;
  // The last one may be half a head.
  const whole = isGivenUp ? answers.slice(0, -1) : answers;
  return whole
    .map((text, index) => faultOf(pipelined[index], Number(text.split(' ')[1]), headersOf(text)))
    .find((fault) => fault !== undefined);
}

function headersOf(answer) {
  const [head = ''] = answer.split('\r\n\r\n');
  const lines = head.split('\r\n').slice(1);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)];
    }),
  );
}

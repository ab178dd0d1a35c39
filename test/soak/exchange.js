// One request and what becomes of it.
import { Agent, request } from 'node:http';
import { faultOf } from './asked.js';

/** Connections that are kept alive, and some that are not. */
export class Connections {
  #kept = new Agent({ keepAlive: true });
  #fresh = new Agent({ keepAlive: false });

  agent(random) {
    return random.below(20) === 0 ? this.#fresh : this.#kept;
  }

  /** Closes those that are kept. */
  close() {
    this.#kept.destroy();
  }
}

/**
 * Sends a request, and resolves with what became of it: whether the client gave it up on the way,
 * and what is wrong about the answer.
 */
export function exchange(port, connections, asked, random) {
  const { method, path, origin, headers, body, giveUp } = asked;
  return new Promise((resolve) => {
    let leaving;
    let isGivenUp = false;
    let fault;
    const leave = () => {
      isGivenUp = true;
      // With a reset, or in order.
      if (random.below(2) === 0) outgoing.socket?.resetAndDestroy();
      outgoing.destroy();
    };
    const settle = (problem) => {
      clearTimeout(leaving);
      resolve({ isGivenUp, fault: fault ?? (isGivenUp ? undefined : problem) });
    };

    const length = giveUp === 'sending' ? 4000 : body?.length;
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      agent: connections.agent(random),
      headers: {
        ...headers,
        ...(origin !== undefined && { Origin: origin }),
        ...(length !== undefined && { 'Content-Length': length }),
      },
    });
    outgoing.on('error', ({ message }) => settle(message));
    outgoing.on('response', (response) => {
      fault = faultOf(asked, response.statusCode, response.headers);
      response.on('error', () => undefined);
      response.on('close', () => settle(response.complete ? undefined : 'the answer breaks off'));
      if (giveUp !== 'reading') return response.resume();
      let left = random.below(4);
      return response.on('data', () => left-- === 0 && leave());
    });

    if (giveUp === 'sending') outgoing.write('{"half":"');
    else outgoing.end(body);
    if (giveUp === 'sending' || giveUp === 'waiting') leaving = setTimeout(leave, random.below(6));
  });
}

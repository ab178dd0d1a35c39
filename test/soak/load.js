// Many requests at a time, until there were enough of them.
import { Connections, exchange } from './exchange.js';
import { randomRequest } from './mix.js';
import { pipeline } from './pipeline.js';

const AT_A_TIME = 48;
const STALLED_AFTER = 15_000;
/** Where one answer is wrong, thousands are. */
const ENOUGH_FAULTS = 10;

export class Load {
  /** How many were sent. */
  requests = 0;
  /** How many were given up, by what the client was doing. */
  givenUp = { sending: 0, reading: 0, waiting: 0, pipelining: 0 };
  /** What was wrong. */
  faults = [];
  #connections = new Connections();
  #underway = new Set();

  constructor(port, random) {
    this.port = port;
    this.random = random;
  }

  /** Sends so many requests, and waits for the last answer. */
  async run(count) {
    const until = this.requests + count;
    let watch;
    const stalled = new Promise((_, reject) => {
      let before = -1;
      watch = setInterval(() => {
        if (this.requests === before) reject(new Error(this.#unanswered()));
        before = this.requests;
      }, STALLED_AFTER);
    });
    const all = Promise.all(Array.from({ length: AT_A_TIME }, () => this.#oneAfterAnother(until)));
    await Promise.race([all, stalled]).finally(() => clearInterval(watch));
  }

  /** Closes the connections that are kept. */
  close() {
    this.#connections.close();
  }

  async #oneAfterAnother(until) {
    while (this.requests < until && this.faults.length < ENOUGH_FAULTS) {
      const asked = randomRequest(this.random);
      this.requests += asked.pipelined?.length ?? 1;
      this.#underway.add(asked);
      const { isGivenUp, fault } = await this.#send(asked);
      this.#underway.delete(asked);
      if (isGivenUp) this.givenUp[asked.giveUp]++;
      if (fault !== undefined) this.faults.push(`${described(asked)}: ${fault}`);
    }
  }

  #send(asked) {
    return asked.pipelined === undefined
      ? exchange(this.port, this.#connections, asked, this.random)
      : pipeline(this.port, asked, this.random);
  }

  #unanswered() {
    const asked = Array.from(this.#underway, described);
    return `no answer within ${STALLED_AFTER} ms to\n  ${asked.join('\n  ')}`;
  }
}

const described = ({ name, method, path, origin }) => `${name} (${method} ${path} from ${origin})`;

// What is wrong about a soak.
import { isDeepStrictEqual } from 'node:util';

const MB = 2 ** 20;
/** How much the heap may grow: what the engine keeps of the code that it has compiled varies so. */
const GROWTH = { share: 0.1, bytes: 2 * MB };

/** What the library says about origin functions that fail: once each, however often they do. */
const SAID_ONCE = [
  'throws: the origin function failed with an Error',
  'rejects: the origin function failed with an Error',
  'hangs: the origin function did not answer within 50 ms',
  'answers: the origin function answered "*", which is neither a boolean nor an origin',
].map((said) => `warning: FailingController.${said}: the origin is refused (said once)`);

/** What Nest says of a handler that throws, of a client that is gone, and Nest 11 of a large body. */
const EXPECTED_ERRORS = [
  'Error: broken',
  'Error: aborted',
  'BadRequestError: request aborted',
  'PayloadTooLargeError: request entity too large',
].map((error) => `error: ${error}`);

/** Lists what is wrong. */
export function complaintsAbout({ load, start, measurements, log, printed }) {
  const complaints = [...load.faults];
  if (printed !== '') complaints.push(`the app printed\n${printed}`);
  if (load.faults.length > 0) return complaints;

  const { before, after } = heapOf(measurements);
  const allowed = Math.max(before * GROWTH.share, GROWTH.bytes);
  if (after - before > allowed) complaints.push(`the heap grew from ${before} to ${after} bytes`);

  const last = measurements.at(-1);
  for (const what of ['connections', 'resources', 'listeners']) {
    if (!isDeepStrictEqual(start[what], last[what])) {
      complaints.push(`${what} were ${print(start[what])} and are ${print(last[what])}`);
    }
  }
  const listeners = measurements.map(({ socketListeners }) => socketListeners);
  if (Math.max(...listeners.slice(-3)) > Math.max(...listeners.slice(0, 3))) {
    complaints.push(`sockets that are kept have more and more listeners: ${listeners.join(', ')}`);
  }

  const said = { ...log };
  for (const message of EXPECTED_ERRORS) delete said[message];
  const once = Object.fromEntries(SAID_ONCE.map((message) => [message, 1]));
  if (!isDeepStrictEqual(said, once)) complaints.push(`the log says ${print(said)}`);
  return complaints;
}

const print = (value) => JSON.stringify(value, null, 2);

/** The heap after the warm-up and at the end: of three measurements each, the one in the middle. */
export function heapOf(measurements) {
  const heaps = measurements.map(({ heapUsed }) => heapUsed);
  return { before: median(heaps.slice(0, 3)), after: median(heaps.slice(-3)) };
}

function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

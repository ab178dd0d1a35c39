import autocannon from 'autocannon';
import type { AppProcess } from './app-process.js';
import type { AppRequest } from './requests.js';

const CONNECTIONS = 8;

/** Sends a request so many times, and says how much CPU time the app took for one, in microseconds. */
export async function cpuTimePerRequest(
  app: AppProcess,
  { method, path, headers }: AppRequest,
  amount: number,
): Promise<number> {
  const before = await app.cpuTime();
  const { errors, timeouts, requests } = await autocannon({
    url: app.url + path,
    method,
    headers: { ...headers },
    connections: CONNECTIONS,
    amount,
    // Only with a sample does it look whether that was all.
    sampleInt: 10,
  });
  const after = await app.cpuTime();
  if (errors + timeouts > 0 || requests.total !== amount) {
    throw new Error(`${path}: ${requests.total} of ${amount} answers, ${errors} errors`);
  }
  return (after - before) / amount;
}

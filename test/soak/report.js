// The figures of a soak, to read.
import { heapOf } from './verdict.js';

export function printReport({ platform, seconds, load, start, measurements, log, printed }) {
  const { before, after } = heapOf(measurements);
  const last = measurements.at(-1);
  const rows = {
    platform,
    requests: load.requests,
    'given up while': Object.entries(load.givenUp).map(([doing, count]) => `${count} ${doing}`),
    duration: `${seconds.toFixed(1)} s, ${Math.round(load.requests / seconds)} requests/s`,
    'CPU time of the app': `${(last.cpu - start.cpu).toFixed(1)} s`,
    'heap at start': inMegabytes(start.heapUsed),
    'heap after warm-up': inMegabytes(before),
    'heap at end': inMegabytes(after),
    'heap, each time': measurements.map(({ heapUsed }) => inMegabytes(heapUsed)),
    'resident at end': inMegabytes(last.rss),
    'open sockets': last.connections,
    'active resources': last.resources,
    listeners: sum(Object.values(last.listeners)),
    'listeners of a socket': last.socketListeners,
    log: `${linesOf(log, 'warning')} warnings, ${linesOf(log, 'error')} errors of handlers`,
    'stderr and stdout': printed === '' ? 'empty' : `${printed.length} characters`,
  };
  console.log();
  for (const [name, value] of Object.entries(rows)) {
    console.log(`${name.padEnd(22)}${[value].flat().join(', ')}`);
  }
}

const inMegabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function linesOf(log, level) {
  const lines = Object.entries(log).filter(([message]) => message.startsWith(level));
  return sum(lines.map(([, count]) => count));
}

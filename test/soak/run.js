// A soak: many requests of all kinds against one app, a part of them given up by the client, and
// then a look at what is left of them in the process of the app. There has to be nothing.
//
//   node test/soak/run.js [express] [fastify]
//
// SOAK_REQUESTS (200000) is how many; SOAK_SEED gives the same mix again, as far as timing allows.
import { Load } from './load.js';
import { Random } from './random.js';
import { printReport } from './report.js';
import { Server } from './server.js';
import { complaintsAbout } from './verdict.js';

const PLATFORMS = ['express', 'fastify'];
const asked = process.argv.slice(2);
const platforms = PLATFORMS.filter((name) => asked.length === 0 || asked.includes(name));
const requests = Number(process.env.SOAK_REQUESTS ?? 200_000);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 2 ** 32);

/** After the warm-up and after each part there is a measurement. */
const WARM_UP = 0.1;
const PARTS = 9;

async function soak(platform) {
  const server = await Server.start(platform);
  try {
    const load = new Load(server.port, new Random(seed));
    const start = await server.ask('rest');
    const measurements = [];
    let seconds = 0;
    for (let part = 0; part <= PARTS && load.faults.length === 0; part++) {
      const started = performance.now();
      await load.run(Math.round(requests * (part === 0 ? WARM_UP : (1 - WARM_UP) / PARTS)));
      seconds += (performance.now() - started) / 1000;
      const socketListeners = await server.ask('sockets');
      load.close();
      measurements.push({ ...(await server.ask('rest')), socketListeners });
    }
    const log = await server.ask('log');
    const { printed } = server;
    return { platform, seconds, load, start, measurements, log, printed };
  } finally {
    await server.stop();
  }
}

console.log(`${requests} requests on each of ${platforms.join(', ')}; SOAK_SEED=${seed}`);
const unknown = asked.filter((name) => !PLATFORMS.includes(name));
complain(
  'soak',
  unknown.map((name) => `no platform is called ${name}`),
);
for (const platform of platforms) {
  try {
    const result = await soak(platform);
    printReport(result);
    complain(platform, complaintsAbout(result));
  } catch ({ message }) {
    complain(platform, [message]);
  }
}

function complain(platform, complaints) {
  for (const complaint of complaints) console.error(`${platform}: ${complaint}`);
  if (complaints.length > 0) process.exitCode = 1;
}

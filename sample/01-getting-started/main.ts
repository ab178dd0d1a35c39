import { once } from 'node:events';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { CorsConfigurationError } from 'nestjs-cors';
import { AppModule, corsOptions } from './app.module.js';
import { createPages } from './pages.js';

const envFile = 'sample/01-getting-started/.env';

async function start() {
  await ConfigModule.envVariablesLoaded;
  const missing = ['API_PORT', 'PAGES_PORT', 'APP_ORIGINS', 'PARTNER_ORIGINS'].filter(
    (name) => !process.env[name]?.trim(),
  );
  if (missing.length > 0) {
    throw new StartError(`Not set: ${missing.join(', ')}. Set it in ${envFile}`);
  }

  const app = await NestFactory.create(AppModule, {
    logger: ['warn'],
    // What Nest logs waits until the start has succeeded: its errors are printed below.
    bufferLogs: true,
    autoFlushLogs: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  const config = app.get(ConfigService);
  const ports = { api: portOf('API_PORT', config), pages: portOf('PAGES_PORT', config) };
  const pages = createPages(app.getHttpServer(), corsOptions(config), ports);

  await app.listen(ports.api).catch(unusable('API_PORT', ports.api));
  pages.listen(ports.pages);
  await once(pages, 'listening').catch(unusable('PAGES_PORT', ports.pages));
  app.flushLogs();

  const stop = async () => {
    pages.close().closeAllConnections();
    await app.close();
    process.exit(0);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);

  console.log(`
  One API, http://api.localhost:${ports.api}, and three pages that call it:

    http://app.localhost:${ports.pages}       the own app, with cookies
    http://partner.localhost:${ports.pages}   a partner, with an API key
    http://evil.localhost:${ports.pages}      anybody else

  Ctrl-C stops both.
`);
}

/** An error that names what to change; nobody needs its stack. */
class StartError extends Error {}

function portOf(name: string, config: ConfigService): number {
  const port = Number(config.getOrThrow(name));
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new StartError(`${name} ${JSON.stringify(config.get(name))} is no port: 1 to 65535`);
}

const unusable = (name: string, port: number) => (error: NodeJS.ErrnoException) => {
  if (error.syscall !== 'listen') throw error;
  const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`;
  throw new StartError(
    `Port ${port} ${why}: set another ${name}, in ${envFile} or with \`${name}=4000 npm start\``,
  );
};

await start().catch((error: unknown) => {
  if (error instanceof CorsConfigurationError) {
    console.error(`${error.message}\nAPP_ORIGINS and PARTNER_ORIGINS are set in ${envFile}`);
  } else {
    console.error(error instanceof StartError ? error.message : error);
  }
  process.exit(1);
});

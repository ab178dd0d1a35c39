import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule, { forceCloseConnections: true });
app.enableShutdownHooks();
const port = Number(process.env['PORT'] ?? 3000);
await app.listen(port);

const api = `http://localhost:${port}`;
console.log(`
  One API, ${api}, which counts who may call it and who may not:

    curl ${api}/orders -s -H 'Origin: https://app.example.com'
    curl ${api}/orders -s -H 'Origin: https://old.example.com'
    curl ${api}/orders -s -H 'Origin: https://app.example.com:8443'
    curl ${api}/metrics

  The log says why, and what "reportOnly" would refuse. Ctrl-C stops it.
`);

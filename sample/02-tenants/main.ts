import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule, {
  logger: ['error', 'warn'],
  forceCloseConnections: true,
});
app.enableShutdownHooks();
const port = Number(process.env['PORT'] ?? 3000);
await app.listen(port);

const api = `http://localhost:${port}`;
console.log(`
  One API, ${api}, and the tenants in its database:

    curl ${api}/tenants --json '{"name": "acme", "origin": "https://acme.example"}'
    curl ${api}/orders -si -H 'Origin: https://acme.example' | grep -i '^access-control'
    curl ${api}/tenants/acme -X DELETE

  What has been added or removed counts a second later. Ctrl-C stops it.
`);

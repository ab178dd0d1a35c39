// Writes who may read what of the sample, as a page, as Markdown and as JSON: `npm run report`.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { CorsReport } from 'nestjs-cors';
import { AppModule } from './app.module.js';

const folder = resolve(process.argv[2] ?? 'sample/dist/report');

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.init();
const report = app.get(CorsReport);
const files = {
  'cors-report.html': report.html(),
  'cors-report.md': report.markdown(),
  'cors-report.json': `${JSON.stringify(report.data(), null, 2)}\n`,
};
await app.close();

await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  await writeFile(join(folder, name), text);
  console.log(join(folder, name));
}

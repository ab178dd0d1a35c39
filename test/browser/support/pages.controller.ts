import { readFile } from 'node:fs/promises';
import { Controller, Get, Header, HttpCode, Query, Redirect } from '@nestjs/common';

const client = readFile(new URL('client.js', import.meta.url), 'utf8');

/** The pages from which the browser sends requests. No decorator, no CORS. */
@Controller('pages')
export class PagesController {
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Get()
  page() {
    return '<!doctype html><title>page</title><body><script src="/pages/client.js"></script>';
  }

  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Get('client.js')
  script() {
    return client;
  }

  @HttpCode(204)
  @Get('icon')
  icon(): void {}

  /** Leads from the page's own origin to another. */
  @Redirect()
  @Get('leave')
  leave(@Query() { to, run }: Record<string, string>) {
    return { url: `${to}&run=${run}`, statusCode: 307 };
  }
}

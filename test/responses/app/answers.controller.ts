import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  HttpException,
  ParseIntPipe,
  Post,
  Query,
  Redirect,
  Render,
  Sse,
  StreamableFile,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { Readable } from 'node:stream';
import { Cors } from 'nestjs-cors';
import { of } from 'rxjs';
import { APP } from './policy.js';
import { seen } from './seen.js';

/** What a handler answers by way of Nest. */
@Cors({ origin: APP })
@Controller('answers')
export class AnswersController {
  @Get('ok') ok() {
    return { cats: [] };
  }
  @HttpCode(204) @Get('nothing') nothing() {}
  @HttpCode(304) @Get('not-modified') notModified() {}
  @Redirect('/answers/ok') @Get('redirect') redirect() {}
  @Get('file') file() {
    return new StreamableFile(Readable.from(['a ', 'file']));
  }
  @Sse('events') events() {
    return of({ data: 'an event' });
  }
  @Render('page.ejs') @Get('page') page() {
    return { name: 'Ada' };
  }
  /** Enough to be worth compressing. */
  @Header('Content-Type', 'text/plain') @Get('long') long() {
    return 'long '.repeat(1000);
  }
  @Header('Vary', 'Accept') @Get('vary') vary() {
    return '';
  }
  @Header('Access-Control-Allow-Origin', '*') @Get('any-origin') anyOrigin() {
    return '';
  }
  @Get('number') number(@Query('n', ParseIntPipe) n: number) {
    return n;
  }
  @Post('body') body(@Body() body: unknown) {
    return body;
  }
  @Post('media') media() {
    throw new UnsupportedMediaTypeException();
  }
  @Get('teapot') teapot() {
    throw new HttpException('short and stout', 418);
  }
  @Get('throws') throws() {
    throw new Error('broken');
  }
  @Get('seen') seen() {
    return seen;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  Body,
  type CanActivate,
  Controller,
  Get,
  Header,
  HttpCode,
  Injectable,
  Post,
  Put,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { Cors, SkipCors } from 'nestjs-cors';
import { APP, CUSTOMERS, deciding, failing, TenantOrigins } from './origins.js';

@Injectable()
class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

@Cors({
  origin: [APP, ...CUSTOMERS, 'https://*.customer.example'],
  credentials: true,
  allowedHeaders: ['Content-Type', 'X-Token'],
  exposedHeaders: ['X-Request-Id'],
  maxAge: 600,
})
@Controller('listed')
export class ListedController {
  @Get() list() {
    return [];
  }
  @Put() replace() {
    return 'replaced';
  }
  @HttpCode(200) @Post() create(@Body() body: unknown) {
    return body;
  }
  @UseGuards(NobodyGuard) @Get('guarded') guarded() {
    return 'guarded';
  }
  @Get('broken') broken() {
    throw new Error('broken');
  }
  @Header('Vary', 'Accept') @Get('varying') varying() {
    return 'varying';
  }
  @Get('slow') async slow() {
    await sleep(20);
    return 'slow';
  }
}

@Cors({ origin: '*' })
@Controller('open')
export class OpenController {
  @Get() list() {
    return [];
  }
  @SkipCors() @Put() replace() {
    return 'replaced';
  }
}

@SkipCors()
@Controller('off')
export class OffController {
  @Get() list() {
    return [];
  }
}

@Controller('functions')
export class FunctionsController {
  @Cors({ origin: deciding.sync }) @Get('sync') sync() {
    return 'sync';
  }
  @Cors({ origin: deciding.async }) @Get('async') async() {
    return 'async';
  }
  @Cors({ origin: deciding.late }) @Get('late') late() {
    return 'late';
  }
  @Cors({ origin: deciding.callback }) @Get('callback') callback() {
    return 'callback';
  }
  @Cors({ origin: TenantOrigins }) @Get('injected') injected() {
    return 'injected';
  }
  @Cors({ origin: deciding.late }) @HttpCode(200) @Post('body') body(@Body() body: unknown) {
    return body;
  }
}

@Controller('failing')
export class FailingController {
  @Cors({ origin: failing.throws }) @Get('throws') throws() {
    return 'throws';
  }
  @Cors({ origin: failing.rejects }) @Get('rejects') rejects() {
    return 'rejects';
  }
  @Cors({ origin: failing.hangs, originTimeout: 50 }) @Get('hangs') hangs() {
    return 'hangs';
  }
  @Cors({ origin: failing.answers }) @Get('answers') answers() {
    return 'answers';
  }
}

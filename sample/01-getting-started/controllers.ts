import type { IncomingMessage } from 'node:http';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Injectable,
  Param,
  Post,
  Put,
  UnauthorizedException,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Cors, SkipCors } from 'nestjs-cors';

const headersOf = (context: ExecutionContext) =>
  context.switchToHttp().getRequest<IncomingMessage>().headers;

@Injectable()
class ApiKeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (headersOf(context)['x-api-key'] === 'demo') return true;
    throw new UnauthorizedException('Send your key in X-Api-Key');
  }
}

@Injectable()
class SessionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (headersOf(context).cookie?.split('; ').includes('session=ada')) return true;
    throw new UnauthorizedException('Log in first');
  }
}

/** Any site may embed the widget. */
@Cors('public')
@Controller('widget')
export class WidgetController {
  @Get()
  read() {
    return { headline: 'Trains run again' };
  }

  // What this method adds to its class: scripts may read the ETag.
  @Cors({ exposedHeaders: ['ETag'] })
  @Get('news/:id')
  news(@Param('id') id: string) {
    return { id, title: 'All lines open' };
  }

  // The path of `read`, but not its audience: only partners may change the widget.
  @Cors('partner')
  @UseGuards(ApiKeyGuard)
  @Put()
  update(@Body() widget: object) {
    return { saved: widget };
  }
}

/** Partners call with a key in a header. A 401 from the guard is readable for them, too. */
@Cors('partner')
@UseGuards(ApiKeyGuard)
@Controller('orders')
export class OrdersController {
  @Header('X-Quota-Remaining', '41')
  @Get()
  list() {
    return [{ id: 7, item: 'Ticket' }];
  }

  @Post()
  create(@Body() order: object) {
    return { accepted: order };
  }
}

/** The own app, with cookies. No decorator: this is what `CorsModule.forRootAsync` says. */
@Controller()
export class AccountController {
  // The page and the API are different sites here (app.localhost, api.localhost). A cookie between
  // sites needs the last three attributes; Chromium and Firefox take Secure from http://*.localhost.
  @Header('Set-Cookie', 'session=ada; Path=/; HttpOnly; Secure; SameSite=None; Partitioned')
  @HttpCode(200)
  @Post('session')
  logIn() {
    return { welcome: 'Ada' };
  }

  @UseGuards(SessionGuard)
  @Get('profile')
  profile() {
    return { name: 'Ada', card: '•••• 4242' };
  }

  @UseGuards(SessionGuard)
  @Put('profile')
  rename(@Body() profile: object) {
    return { saved: profile };
  }
}

/** For machines behind the firewall: no page on any origin may call it. */
@SkipCors()
@Controller('internal')
export class InternalController {
  @Get('metrics')
  metrics() {
    return { requests: 1024 };
  }

  @Delete('cache')
  clear() {
    return { cleared: true };
  }
}

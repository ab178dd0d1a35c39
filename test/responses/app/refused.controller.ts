import { Controller, Delete, Get, UseGuards, UseInterceptors } from '@nestjs/common';
import { Throttle, ThrottlerGuard } from '@nestjs/throttler';
import { Cors } from 'nestjs-cors';
import { NobodyGuard, TokenGuard } from './guards.js';
import { TimeoutInterceptor } from './interceptors.js';
import { APP } from './policy.js';

/** What does not come as far as the handler, or not back from it. */
@Cors({ origin: APP })
@Controller('refused')
export class RefusedController {
  @UseGuards(TokenGuard) @Get('token') token() {}
  @UseGuards(NobodyGuard) @Get('nobody') nobody() {}
  @Get(['app-guard', 'global-guard']) globally() {}
  @Throttle({ default: { limit: 0, ttl: 60_000 } })
  @UseGuards(ThrottlerGuard)
  @Get('throttled')
  throttled() {}
  @Throttle({ default: { limit: 3, ttl: 60_000 } })
  @UseGuards(ThrottlerGuard)
  @Get('throttled-later')
  throttledLater() {}
  @UseInterceptors(TimeoutInterceptor) @Get('slow') slow() {
    return new Promise(() => undefined);
  }
  @Get('cached') cached() {}
  @Delete('cached') uncache() {}
}

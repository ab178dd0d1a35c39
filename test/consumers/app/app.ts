import {
  Controller,
  Get,
  Injectable,
  Module,
  Put,
  Sse,
  UnauthorizedException,
  UseGuards,
  type CanActivate,
  type MessageEvent,
} from '@nestjs/common';
import { Cors, CorsModule, parseOrigins } from 'nestjs-cors';
import { of, type Observable } from 'rxjs';

declare module 'nestjs-cors' {
  interface CorsPolicyNames {
    public: true;
  }
}

// @ts-expect-error The compiler knows the names, whichever way it finds the declarations.
export const misspelt = (): ClassDecorator => Cors('publc');

@Injectable()
class LockedGuard implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

@Cors('public')
@Controller('widgets')
export class WidgetsController {
  @Get() list(): string[] {
    return ['clock'];
  }
}

@Controller('account')
export class AccountController {
  @Get() show(): object {
    return { owner: 'Ada' };
  }

  @Cors({ maxAge: 600 })
  @Put(':id')
  update(): object {
    return {};
  }

  @UseGuards(LockedGuard) @Get('locked') locked(): object {
    return {};
  }

  @Sse('events') events(): Observable<MessageEvent> {
    return of({ data: 'tick' });
  }
}

@Module({
  imports: [
    CorsModule.forRoot({
      origin: parseOrigins('https://app.example.com, https://*.preview.example.com'),
      credentials: true,
      exposedHeaders: ['ETag'],
      policies: { public: { origin: '*', credentials: false } },
      paths: [{ path: '/files', policy: 'public' }],
    }),
  ],
  controllers: [WidgetsController, AccountController],
})
export class AppModule {}

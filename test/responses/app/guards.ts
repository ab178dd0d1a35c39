import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { see } from './seen.js';

const requestOf = (context: ExecutionContext) =>
  context.switchToHttp().getRequest<IncomingMessage>();

/** Lets nobody in who does not bring a token. */
@Injectable()
export class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (requestOf(context).headers.authorization === undefined) throw new UnauthorizedException();
    return true;
  }
}

@Injectable()
export class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

/** A guard for every handler, which refuses one of them. */
abstract class GuardOf implements CanActivate {
  protected abstract readonly refuses: string;
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = requestOf(context);
    see(this.refuses, request);
    if (request.url === `/refused/${this.refuses}`) throw new UnauthorizedException();
    return true;
  }
}

@Injectable()
export class AppGuard extends GuardOf {
  protected readonly refuses = 'app-guard';
}

@Injectable()
export class GlobalGuard extends GuardOf {
  protected readonly refuses = 'global-guard';
}

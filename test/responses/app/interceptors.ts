import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  RequestTimeoutException,
} from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { catchError, type Observable, of, throwError, timeout } from 'rxjs';
import { see } from './seen.js';

/** A cache of the root module: it answers without the handler. */
@Injectable()
export class CacheInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    see('app-interceptor', request);
    return request.url === '/refused/cached' ? of('from the cache') : next.handle();
  }
}

@Injectable()
export class TimeoutInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      timeout(10),
      catchError(() => throwError(() => new RequestTimeoutException())),
    );
  }
}

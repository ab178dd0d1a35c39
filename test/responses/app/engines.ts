import type {
  CallHandler,
  DynamicModule,
  ExecutionContext,
  INestApplication,
  NestInterceptor,
} from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { CorsModule } from 'nestjs-cors';
import type { Observable } from 'rxjs';
import { APP, type Engine, ROOT, SHARED } from './policy.js';
import type { Reply } from './reply.js';

/** The interceptor that people write, with the same policy. */
class HeadersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() === 'http') {
      const { origin } = context.switchToHttp().getRequest<IncomingMessage>().headers;
      const response = context.switchToHttp().getResponse<Reply>();
      response.header('Vary', 'Origin');
      if (origin === APP || origin === ROOT) {
        response.header('Access-Control-Allow-Origin', origin);
        response.header('Access-Control-Allow-Credentials', String(SHARED.credentials));
        response.header('Access-Control-Expose-Headers', SHARED.exposedHeaders);
      }
    }
    return next.handle();
  }
}

/** What an engine adds to the root module. */
export function importsOf(engine: Engine): DynamicModule[] {
  // Middleware answers in place of the handlers there: what it may say is declared as well.
  const paths = [{ path: '/middleware', policy: { origin: APP } }];
  return engine === 'nestjs-cors' ? [CorsModule.forRoot({ ...SHARED, origin: ROOT, paths })] : [];
}

/** What an engine adds to `main.ts`. The two others have one policy, which allows both origins. */
export function enable(engine: Engine, app: INestApplication): void {
  if (engine === 'enableCors()') app.enableCors({ ...SHARED, origin: [APP, ROOT] });
  if (engine === 'an interceptor') app.useGlobalInterceptors(new HeadersInterceptor());
}

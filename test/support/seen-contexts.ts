import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';

/** A global interceptor that notes in which contexts interceptors run: `http`, `graphql`, `ws`, `rpc`. */
export class SeenContexts implements NestInterceptor {
  static readonly types: string[] = [];

  intercept(context: ExecutionContext, next: CallHandler) {
    SeenContexts.types.push(context.getType());
    return next.handle();
  }
}

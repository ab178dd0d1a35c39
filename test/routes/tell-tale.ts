import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CanActivate, ExecutionContext } from '@nestjs/common';

/** What says that the guard stops the request: the library's guard does not run then. */
export const STOP = 'x-stop';
/** What names the handler that a request has reached. */
export const RAN = 'x-ran';

/** Says which handler a request has reached, and ends it there if it is told to. */
export class TellTale implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const { headers } = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse & { readonly raw?: ServerResponse }>();
    const name = `${context.getClass().name}.${context.getHandler().name}`;
    (response.raw ?? response).setHeader(RAN, name);
    return headers[STOP] === undefined;
  }
}

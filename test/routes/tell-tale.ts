import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CanActivate, ExecutionContext } from '@nestjs/common';

/** The header by which the guard is told to stop a request. */
export const STOP = 'x-stop';
/** Its value where the guard is to throw. */
export const THROW = 'throw';
/** What names the handler that a request has reached. */
export const RAN = 'x-ran';

/** Says which handler a request has reached, and ends it there if it is told to. */
export class TellTale implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const { headers } = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse & { readonly raw?: ServerResponse }>();
    const name = `${context.getClass().name}.${context.getHandler().name.replace(/^bound /, '')}`;
    (response.raw ?? response).setHeader(RAN, name);
    if (headers[STOP] === THROW) throw new Error('stopped');
    return headers[STOP] === undefined;
  }
}

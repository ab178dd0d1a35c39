import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { raw, type Reply } from './reply.js';

const replyOf = (host: ArgumentsHost) => host.switchToHttp().getResponse<Reply>();

export class OddError extends Error {}
export class GloballyOddError extends Error {}
export class AppOddError extends Error {}

/** For a method, or a class. */
@Catch(OddError)
export class OddFilter implements ExceptionFilter {
  catch(_: OddError, host: ArgumentsHost): void {
    replyOf(host).status(409).send('odd');
  }
}

@Catch(OddError)
export class RawFilter implements ExceptionFilter {
  catch(_: OddError, host: ArgumentsHost): void {
    const response = raw(replyOf(host));
    response.writeHead(409, { 'Content-Type': 'text/plain' });
    response.end('odd');
  }
}

/** For `useGlobalFilters`. */
@Catch(GloballyOddError)
export class GlobalFilter extends OddFilter {}

/** For `APP_FILTER`. */
@Catch(AppOddError)
export class AppFilter extends OddFilter {}

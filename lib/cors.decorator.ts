import { SetMetadata } from '@nestjs/common';
import type { CheckedDeclaration } from './checked-options.js';
import type { CorsDeclaration } from './cors-options.js';

/** The metadata key of `@Cors()`. A string, so that it survives a duplicated install. */
export const CORS_METADATA = 'nestjs-cors:declaration';

/**
 * Declares the CORS policy of a controller or of one of its methods. What it leaves out is
 * inherited: the method from the class, the class from `CorsModule.forRoot`. The name of a policy
 * inherits from `CorsModule.forRoot` alone, wherever it stands.
 *
 * Anywhere else (a resolver, a provider, a guard, a gateway, a module, a method that is no route) it
 * would protect nothing, and the app does not boot.
 *
 * @param declaration options; the name of a policy; a function from the inherited options to
 * options, called once at boot; or `false` for no CORS. Nothing: take part with what is inherited.
 * @example
 * ```ts
 * @Cors('public')
 * @Controller('widgets')
 * class WidgetsController {
 *   @Cors({ exposedHeaders: ['ETag'] })
 *   @Get(':id')
 *   one() {}
 *
 *   @Cors((inherited) => ({ allowedHeaders: [...inherited.allowedHeaders, 'X-Trace'] }))
 *   @Put(':id')
 *   update() {}
 * }
 * ```
 */
export function Cors(): ClassDecorator & MethodDecorator;
export function Cors<const Declaration extends CheckedDeclaration<Declaration>>(
  declaration: Declaration,
): ClassDecorator & MethodDecorator;
export function Cors(declaration: CorsDeclaration = {}): ClassDecorator & MethodDecorator {
  return SetMetadata(CORS_METADATA, declaration);
}

/**
 * Switches CORS off for a controller or a method: no CORS header on any response, and preflights
 * are refused. The same as `@Cors(false)`.
 */
export function SkipCors(): ClassDecorator & MethodDecorator {
  return Cors(false);
}

import type { ConfigurableModuleAsyncOptions } from '@nestjs/common';
import type { CheckedModuleOptions } from './checked-options.js';
import type { CorsModuleOptions } from './cors-options.js';
import type { UnknownNames } from './options/compile-time-names.js';
import type { Callable, LiteralModuleOptions } from './literal-options.js';

type AsyncOptions = ConfigurableModuleAsyncOptions<CorsModuleOptions, 'createCorsOptions'>;
type FactoryParameters = Parameters<NonNullable<AsyncOptions['useFactory']>>;

/** Options of `CorsModule.forRootAsync`. What `useFactory` returns is checked as what `forRoot` takes. */
export type CheckedAsyncOptions<Options> = Omit<AsyncOptions, 'useFactory'> &
  CheckedFactory<Options> &
  UnknownNames<Options, keyof AsyncOptions>;

type CheckedFactory<Options> = [Options] extends [
  { readonly useFactory: (...args: never[]) => infer Made },
]
  ? { readonly useFactory: (...args: FactoryParameters) => CheckedResult<Made> }
  : {
      readonly useFactory?:
        | Callable
        | ((...args: FactoryParameters) => LiteralModuleOptions | Promise<LiteralModuleOptions>)
        | undefined;
    };

type CheckedResult<Made> =
  Made extends PromiseLike<infer Options>
    ? Promise<CheckedModuleOptions<Options>>
    : CheckedModuleOptions<Made>;

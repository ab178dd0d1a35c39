import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { CorsModuleOptions } from './cors-options.js';

/** `forRoot` and `forRootAsync`, as Nest's own builder makes them; the module is global. */
export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN: CORS_MODULE_OPTIONS,
  ASYNC_OPTIONS_TYPE: CORS_MODULE_ASYNC_OPTIONS,
} = new ConfigurableModuleBuilder<CorsModuleOptions>({ moduleName: 'Cors' })
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createCorsOptions')
  .setExtras({}, (definition) => ({ ...definition, global: true }))
  .build();

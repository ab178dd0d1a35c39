import { Module, type DynamicModule, type NestModule } from '@nestjs/common';
import { APP_GUARD, ModulesContainer } from '@nestjs/core';
import type { CheckedAsyncOptions } from './checked-async-options.js';
import type { CheckedModuleOptions } from './checked-options.js';
import { BootLog } from './boot-log.js';
import { BootProof } from './boot-proof.js';
import { CorsGuard } from './cors.guard.js';
import {
  ConfigurableModuleClass,
  type CORS_MODULE_ASYNC_OPTIONS,
} from './cors.module-definition.js';
import type { CorsModuleOptions } from './cors-options.js';
import { CorsService } from './cors.service.js';
import { DecisionAudience } from './decision-audience.js';
import { DecisionWitness } from './decision-witness.js';
import { EffectivePolicies } from './effective-policies.js';
import { FrontDoor } from './front-door.js';
import { HandlerPolicies } from './handler-policies.js';
import { IS_CORS_MODULE, OptionsRouteExplorer } from './options-route.explorer.js';
import { OriginJudge } from './origin-judge.js';
import { OriginLists } from './origin-lists.js';
import { HintLog } from './monitoring/hint-log.js';
import { RefusalLog } from './refusal-log.js';
import { RouteNotes } from './route-notes.js';
import { CorsReport } from './report/cors-report.js';
import { RouteSources } from './route-sources.js';
import { RouteTables } from './route-table.js';

/**
 * Applies CORS policies to an app. Import it once, in the root module, with `forRoot` or
 * `forRootAsync`; its options are what every `@Cors()` inherits from.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     CorsModule.forRoot({
 *       origin: 'https://app.example.com',
 *       credentials: true,
 *       policies: { public: { origin: '*', credentials: false } },
 *     }),
 *   ],
 * })
 * export class AppModule {}
 * ```
 */
@Module({
  providers: [
    RouteTables,
    RouteSources,
    HandlerPolicies,
    EffectivePolicies,
    OriginJudge,
    OriginLists,
    RouteNotes,
    HintLog,
    RefusalLog,
    DecisionAudience,
    DecisionWitness,
    BootLog,
    FrontDoor,
    BootProof,
    OptionsRouteExplorer,
    CorsService,
    CorsReport,
    CorsGuard,
    { provide: APP_GUARD, useExisting: CorsGuard },
  ],
  exports: [CorsService, CorsReport],
})
export class CorsModule extends ConfigurableModuleClass implements NestModule {
  static readonly [IS_CORS_MODULE] = true;

  constructor(private readonly modules: ModulesContainer) {
    super();
  }

  /** Nest calls this before it registers the routes of controllers. */
  configure(): void {
    // A testing module that is compiled twice keeps its modules and makes their providers anew, so
    // that what was injected into the module is of the first time.
    for (const { metatype, providers } of this.modules.values()) {
      if (metatype !== CorsModule) continue;
      const explorer = providers.get(OptionsRouteExplorer)?.instance as OptionsRouteExplorer;
      explorer.beforeRoutes();
    }
  }

  /**
   * Configures CORS for the app: the options that every `@Cors()` inherits from, and the policies
   * that have names.
   */
  static override forRoot<const Options extends CheckedModuleOptions<Options>>(
    options: Options,
  ): DynamicModule;
  static override forRoot(options: CorsModuleOptions): DynamicModule {
    // Nest's builder would spread them, and make an object without options of what is none.
    return super.forRootAsync({ useFactory: () => options });
  }

  /** Configures CORS for the app with what a factory, a class or a provider makes, at boot. */
  static override forRootAsync<Options extends CheckedAsyncOptions<Options>>(
    options: Options,
  ): DynamicModule;
  static override forRootAsync(options: typeof CORS_MODULE_ASYNC_OPTIONS): DynamicModule {
    return super.forRootAsync(options);
  }
}

import {
  Controller,
  Get,
  type INestApplication,
  type ModuleMetadata,
  type Provider,
  type Type,
} from '@nestjs/common';
import {
  Cors,
  CorsConfigurationError,
  CorsModule,
  type CorsDeclaration,
  type CorsModuleOptions,
} from 'nestjs-cors';
import { type Platform, TestApp } from '../support/test-app.js';

/** What is written in an app of one controller, as small as a row of a table. */
export interface WrittenApp {
  /** The options of `CorsModule.forRoot`, `policies` among them. */
  readonly root?: unknown;
  /** What `@Cors()` on the class `Cats` is given; absent: there is no `@Cors()`. */
  readonly class?: unknown;
  /** What `@Cors()` on its method `list` is given. */
  readonly method?: unknown;
  /** What it is given on several methods, instead of `method`; `undefined`: there is none. */
  readonly methods?: Readonly<Record<string, unknown>>;
  readonly providers?: readonly Provider[];
}

/** The root module of the app. */
export function moduleOf(app: WrittenApp): ModuleMetadata {
  return {
    imports: [configured('root' in app ? app.root : {})],
    controllers: [controllerOf(app)],
    providers: [...(app.providers ?? [])],
  };
}

/** A factory gives what it is told to, also what `forRoot` could not be given. */
function configured(root: unknown) {
  const isPlain =
    typeof root === 'object' && root !== null && Object.getPrototypeOf(root) === Object.prototype;
  return isPlain
    ? CorsModule.forRoot(root)
    : CorsModule.forRootAsync({ useFactory: () => root as CorsModuleOptions });
}

function controllerOf(app: WrittenApp): Type {
  class Cats {}
  const target = Cats.prototype as unknown as Record<string, () => string>;
  for (const [name, declaration] of Object.entries(app.methods ?? { list: app.method })) {
    target[name] = () => name;
    const descriptor = Object.getOwnPropertyDescriptor(target, name)!;
    Get(name)(target, name, descriptor);
    if (declaration !== undefined) {
      Cors(declaration as CorsDeclaration)(target, name, descriptor);
    }
  }
  if ('class' in app) Cors(app.class as CorsDeclaration)(Cats);
  Controller()(Cats);
  return Cats;
}

/** The error that an app does not boot with. */
export async function refusal(
  platform: Platform,
  metadata: () => ModuleMetadata,
  configure?: (nest: INestApplication) => void,
): Promise<CorsConfigurationError> {
  let app: TestApp;
  try {
    app = await TestApp.start(platform, metadata(), configure && { configure });
  } catch (error) {
    if (error instanceof CorsConfigurationError) return error;
    throw error;
  }
  await app.close();
  throw new Error('the app boots');
}

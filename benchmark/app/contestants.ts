import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { IncomingMessage } from 'node:http';
import { Cors, CorsModule } from 'nestjs-cors';
import { ROUTES } from './controllers.js';
import { policy } from './policies.js';
import { type AppSpec, type Contestant, pathOf, policyNumber } from './spec.js';

/** What a contestant adds to an app that is the same for all of them. */
interface Addition {
  readonly imports: ModuleMetadata['imports'] & object;
  readonly decorate: (controller: number) => ClassDecorator;
  readonly configure: (nest: INestApplication) => void;
}

const nothing: Addition = {
  imports: [],
  decorate: () => () => undefined,
  configure: () => undefined,
};

/** What each contestant adds, as its documentation says. */
export const additions: Readonly<Record<Contestant, (spec: AppSpec) => Addition>> = {
  'no CORS': () => nothing,
  // One policy for the whole app: that of the controller which is asked.
  enableCors: (spec) => ({
    ...nothing,
    configure: (nest) => nest.enableCors(policy(policyNumber(spec, spec.controllers - 1))),
  }),
  delegate: (spec) => ({ ...nothing, configure: (nest) => nest.enableCors(delegate(spec)) }),
  'nestjs-cors': (spec) => ({
    ...nothing,
    imports: [CorsModule.forRoot(spec.policies === 0 ? policy(0) : {})],
    decorate: (controller) => decoratorFor(spec, controller),
  }),
};

function decoratorFor(spec: AppSpec, controller: number): ClassDecorator {
  const { policies, controllers } = spec;
  if (policies === 0) return nothing.decorate(controller);
  if (policies > controllers) return corsOnRoutes(controller * ROUTES, policies);
  return Cors(policy(policyNumber(spec, controller)));
}

/** Where there are more policies than controllers, each route has its own. */
function corsOnRoutes(first: number, policies: number): ClassDecorator {
  return ({ prototype }) => {
    const routes = Object.entries(Object.getOwnPropertyDescriptors(prototype as object));
    for (const [index, [name, descriptor]] of routes.entries()) {
      if (name === 'constructor') continue;
      Cors(policy((first + index) % policies))(prototype as object, name, descriptor);
    }
  };
}

type Done = (error: Error | null, options: CorsOptions) => void;

/**
 * What somebody writes by hand who wants a policy for each controller, and wants it fast: one look
 * at the first segment of the URL. It knows no global prefix, no version, no method and no case.
 */
function delegate(spec: AppSpec) {
  const byPath = new Map<string | undefined, CorsOptions>();
  for (let controller = 0; controller < spec.controllers; controller++) {
    byPath.set(pathOf(controller), policy(policyNumber(spec, controller)));
  }
  return ({ url }: IncomingMessage, done: Done) => {
    const [, path] = url?.split(/[/?]/, 2) ?? [];
    done(null, byPath.get(path) ?? { origin: false });
  };
}

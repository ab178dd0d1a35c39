import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** How Fastify comes to know a constraint strategy: with its options, added later, and waiting or not. */
export type Strategy = 'given' | 'later' | 'asynchronous' | 'asynchronous, later';

/** The header by which a request tells its tenant; a preflight has none. */
export const TENANT = 'x-tenant';

/** The tenants that routes are constrained to. */
export const TENANTS = ['red', 'blue'] as const;

type ConstraintStrategy = Parameters<FastifyInstance['addConstraintStrategy']>[0];
type Done = (error: null, tenant: unknown) => void;

/** Makes a constraint strategy of Fastify's that tells tenants apart. */
export function tenantStrategy(strategy: Strategy): ConstraintStrategy {
  const tenantOf = ({ headers }: IncomingMessage) => headers[TENANT];
  const own = {
    name: 'tenant',
    storage: () => {
      const handlers = new Map<unknown, unknown>();
      return {
        get: (tenant: unknown) => handlers.get(tenant) ?? null,
        set: (tenant: unknown, handler: unknown) => void handlers.set(tenant, handler),
      };
    },
    validate: () => undefined,
    // Whether it waits is told by the number of its parameters.
    deriveConstraint: strategy.startsWith('asynchronous')
      ? (request: IncomingMessage, _context: unknown, done: Done) =>
          void setImmediate(done, null, tenantOf(request))
      : tenantOf,
  };
  // Its types know no strategy that waits.
  return own as unknown as ConstraintStrategy;
}

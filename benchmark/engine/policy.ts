/** A policy that every engine has words for, but for its patterns, which some write as expressions. */
export interface EnginePolicy {
  readonly origins: '*' | Origins;
  readonly credentials: boolean;
  readonly methods: string[];
  /** `undefined` allows what is asked for. */
  readonly allowedHeaders: string[] | undefined;
  readonly exposedHeaders: string[];
  readonly maxAge: number;
}

/** Origins to compare with, and domains whose subdomains are allowed, over https. */
export interface Origins {
  readonly exact: readonly string[];
  readonly domains: readonly string[];
}

/** A policy for some origins. Everything else is the same for all of them. */
export function policyFor(
  origins: EnginePolicy['origins'],
  allowedHeaders: string[] | undefined = ['content-type', 'x-api-key', 'x-trace'],
): EnginePolicy {
  return {
    origins,
    credentials: origins !== '*',
    methods: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders,
    exposedHeaders: ['etag', 'x-total'],
    maxAge: 600,
  };
}

/** The expression that a careful user writes for the subdomains of a domain. */
export const expressionFor = (domain: string) =>
  new RegExp(`^https://(?:[a-z0-9-]+\\.)+${domain.replaceAll('.', '\\.')}$`);

import { isOpen, type Candidates, type Route } from './platform-routes.js';
import type { CorsPolicy } from './protocol/policy.js';
import type { Resource } from './protocol/preflight.js';

/**
 * What a preflight is about: a method at a path, with the routes that the request which follows it
 * may reach, and with the other methods of that path. They are looked up when they are asked for.
 */
export class PreflightTarget {
  private readonly found = new Map<string, readonly Route[]>();

  /**
   * @param candidates what could serve a method at the path
   * @param elsewhere what the path has where no controller serves the method
   * @param methods every method that some controller serves
   * @param isUniform whether everything has the policy of `elsewhere`
   */
  constructor(
    private readonly method: string,
    private readonly candidates: Candidates,
    private readonly elsewhere: Route,
    private readonly methods: readonly string[],
    private readonly isUniform: boolean,
  ) {}

  /**
   * The routes whose policies all have to grant. Where no controller serves the method and nothing
   * else says anything about the path, it is one that serves another method there: the preflight
   * is not the app's to answer (R17), and what shares no policy is not granted.
   */
  get routes(): readonly Route[] {
    if (this.isUniform) return [this.elsewhere];
    const served = this.servedBy(this.method);
    return served.length > 0 ? onePerPolicy(served) : [this.unserved()];
  }

  /** Describes the path to a policy: which of its methods are answered under it, and whether all are. */
  resourceFor(policy: CorsPolicy): Resource {
    const served = (): readonly string[] =>
      [...new Set([...this.methods, this.method])].filter((name) => this.servedBy(name).length > 0);
    const shares = (name: string): boolean => {
      if (this.isUniform) return true;
      const routes = this.servedBy(name);
      if (routes.length === 0) return this.elsewhere.policy === policy;
      // The policies of the method asked for all decide; another one is listed only if it is sure.
      return name === this.method
        ? routes.some((route) => route.policy === policy)
        : routes.every((route) => route.policy === policy);
    };
    const isUniform = () => this.elsewhere.policy === policy && served().every(shares);
    return { methods: served, shares, isUniform };
  }

  private servedBy(method: string): readonly Route[] {
    const known = this.found.get(method);
    if (known !== undefined) return known;
    const routes = this.candidates(method);
    this.found.set(method, routes);
    return routes;
  }

  private unserved(): Route {
    if (this.elsewhere.policy !== undefined) return this.elsewhere;
    const others = this.methods.flatMap((other) => this.servedBy(other));
    return others.find(isOpen) ?? others.find(({ policy }) => policy === false) ?? this.elsewhere;
  }
}

function onePerPolicy(routes: readonly Route[]): readonly Route[] {
  if (routes.length === 1) return routes;
  return [...new Map(routes.map((route) => [route.policy, route])).values()];
}

import { ROOT } from './place.js';
import { isOpen, type Candidates, type Reached, type Route } from './platform-routes.js';
import type { CorsPolicy } from './protocol/policy.js';
import type { Resource } from './protocol/preflight.js';

/** The path of a preflight, with all that controllers serve there. */
export interface TargetResource extends Resource {
  /** Lists the methods that controllers serve at the path. */
  served(): readonly string[];
}

/**
 * The subject of a preflight: a method at a path, with the routes that the request which follows it
 * may reach, and with the other methods of that path. They are looked up when they are asked for.
 */
export class PreflightTarget {
  private readonly found = new Map<string, Reached>();

  /**
   * @param candidates the routes that may serve a method at the path
   * @param elsewhere the routes of the path where no controller serves the method
   * @param methods every method that some controller serves
   * @param isUniform whether everything has the policy of `elsewhere`
   */
  constructor(
    private readonly method: string,
    private readonly candidates: Candidates,
    private readonly elsewhere: readonly [Route, ...Route[]],
    private readonly methods: readonly string[],
    private readonly isUniform: boolean,
  ) {}

  /**
   * The routes whose policies all have to grant. A method that no controller serves at the path has
   * the policy of all that no controller serves, with two exceptions: where that is silent, a route
   * that serves another method there answers, and refuses; where every such route is off, so is this.
   */
  get routes(): readonly [Route, ...Route[]] {
    if (this.isUniform) return this.elsewhere;
    const [first, ...others] = this.deciding(this.method);
    return first === undefined ? this.unserved() : onePerPolicy([first, ...others]);
  }

  /** Describes the path to a policy: which of its methods are answered under it, and whether all are. */
  resourceFor(policy: CorsPolicy): TargetResource {
    const isPolicy = (route: Route) => route.policy === policy;
    const shares = (name: string): boolean => {
      if (this.isUniform) return true;
      const found = this.deciding(name);
      const deciding = found.length > 0 ? found : this.elsewhere;
      // The policies of the method asked for all decide; another one is listed only if it is sure.
      return name === this.method ? deciding.some(isPolicy) : deciding.every(isPolicy);
    };
    const methods = () => (this.servedBy(this.method).routes.length > 0 ? this.served() : []);
    const isUniform = () => this.elsewhere.every(isPolicy) && this.served().every(shares);
    return { methods, shares, isUniform, served: () => this.served() };
  }

  /** Lists the methods that controllers serve at the path. */
  served(): readonly string[] {
    return [...new Set([...this.methods, this.method])].filter(
      (name) => this.servedBy(name).routes.length > 0,
    );
  }

  /** The routes that decide together about a method; none where no controller serves it. */
  private deciding(method: string): readonly Route[] {
    const { routes, besides = [], isSure } = this.servedBy(method);
    if (isSure || routes.length + besides.length === 0) return routes;
    return [...routes, ...besides, ...this.elsewhere];
  }

  private servedBy(method: string): Reached {
    const known = this.found.get(method);
    if (known !== undefined) return known;
    const reached = this.candidates(method);
    this.found.set(method, reached);
    return reached;
  }

  private unserved(): readonly [Route, ...Route[]] {
    const others = this.methods.flatMap((other) => this.servedBy(other).routes);
    const [off] = others;
    // An entry of `paths` is for its path, whatever is switched off there.
    const isRoot = this.elsewhere.some(({ name }) => name === ROOT);
    if (off !== undefined && isRoot && others.every(isOff)) return [off];
    if (this.elsewhere.some(({ policy, isUpstream }) => policy !== undefined || isUpstream)) {
      return onePerPolicy(this.elsewhere);
    }
    const [elsewhere] = this.elsewhere;
    return [others.find(isOpen) ?? others.find(isOff) ?? elsewhere];
  }
}

function isOff({ policy }: Route): boolean {
  return policy === false;
}

function onePerPolicy(routes: readonly [Route, ...Route[]]): readonly [Route, ...Route[]] {
  const [first, ...others] = routes;
  if (others.length === 0) return routes;
  const known = new Set([first.policy]);
  const distinct = others.filter(({ policy }) => !known.has(policy) && known.add(policy));
  return [first, ...distinct];
}

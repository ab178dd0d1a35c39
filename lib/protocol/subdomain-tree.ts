import { hasHost, type Origin } from './origin.js';

/** The ports that a pattern allows: one (`''` is the default one), or any. */
type Port = string;
const ANY_PORT: Port = '*';

interface Node {
  readonly children: Map<string, Node>;
  /** The ports allowed for every host below this one. */
  readonly ports: Set<Port>;
}

/**
 * The patterns that begin with `*.`, as a tree of labels read from the right: looking a host up
 * takes one step per label, however many patterns there are (R24).
 */
export class SubdomainTree {
  private readonly schemes = new Map<string, Node>();

  /** Adds `scheme://*.host:port`, where the port may be `*`. */
  add({ scheme, host, port }: Origin): void {
    let node = childOf(this.schemes, scheme);
    for (const label of host.split('.').reverse()) node = childOf(node.children, label);
    node.ports.add(port);
  }

  /** Says whether a pattern has this origin below it. The host of the pattern is not below itself. */
  has(origin: Origin): boolean {
    const { scheme, host, port } = origin;
    let node = this.schemes.get(scheme);
    let end = host.length;
    while (node !== undefined) {
      const dot = host.lastIndexOf('.', end - 1);
      // No label is left for the `*`.
      if (dot === -1) return false;
      node = node.children.get(host.slice(dot + 1, end));
      if (node?.ports.has(port) || node?.ports.has(ANY_PORT)) return hasHost(origin);
      end = dot;
    }
    return false;
  }
}

function childOf(children: Map<string, Node>, label: string): Node {
  let child = children.get(label);
  if (child === undefined) {
    child = { children: new Map(), ports: new Set() };
    children.set(label, child);
  }
  return child;
}

/** How the constructor of a controller replaces its handlers, each time with a function that has no metadata. */
export const WRAPPINGS = ['bound', 'arrow', 'proxied'] as const;
export type Wrapping = (typeof WRAPPINGS)[number];

type Handler = (...args: unknown[]) => unknown;

/** Replaces handlers of a controller that has just been made. */
export function wrapHandlers(
  controller: object,
  wrapping: Wrapping,
  names: readonly string[],
): void {
  const own = controller as Record<string, Handler>;
  for (const name of names) {
    const handler = own[name];
    if (handler !== undefined) own[name] = wrap(wrapping, name, handler, controller);
  }
}

function wrap(wrapping: Wrapping, name: string, handler: Handler, self: object): Handler {
  if (wrapping === 'bound') return handler.bind(self);
  if (wrapping === 'proxied') return new Proxy(handler, {});
  // Only what is written so has a name.
  const { [name]: arrow = handler } = { [name]: (...args: unknown[]) => handler.apply(self, args) };
  return arrow;
}

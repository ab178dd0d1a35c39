import fc from 'fast-check';
import { joined, type Prefix, type WrittenController } from './route-set.js';

/** Which of the controllers' paths are outside the prefix. */
interface ExclusionSeed {
  readonly controller: number;
  readonly handler: number;
  readonly withMethod: boolean;
}

const exclusion: fc.Arbitrary<ExclusionSeed> = fc.record({
  controller: fc.nat(2),
  handler: fc.nat(2),
  withMethod: fc.boolean(),
});
/** A prefix, with what is outside of it told by its place in the set. */
export const prefix = fc.record({
  path: fc.constantFrom('api', '/a', 'a/b', 'A', ':id'),
  exclude: fc.array(exclusion, { maxLength: 2 }),
});

/** Turns the places of what is outside a prefix into paths. */
export function withExclusions(
  { path, exclude }: { readonly path: string; readonly exclude: readonly ExclusionSeed[] },
  controllers: readonly WrittenController[],
): Prefix {
  return {
    path,
    exclude: exclude.flatMap(({ controller, handler, withMethod }) => {
      const { modulePath = '', paths = [], handlers = [] } = controllers[controller] ?? {};
      const excluded = handlers[handler];
      if (excluded === undefined) return [];
      return {
        path: joined(modulePath, paths[0] ?? '', excluded.paths[0] ?? '') || '/',
        method: withMethod ? excluded.method : undefined,
      };
    }),
  };
}

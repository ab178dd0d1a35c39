import fc from 'fast-check';
import type { Platform } from '../support/test-app.js';
import { mostly, rarely } from './mostly.js';

/** Few of them, so that routes collide: in another case, encoded, or as they look decoded. */
const STATIC = ['a', 'a', 'b', 'b', 'A', 'k', 'v1', 'é', '%C3%A9', '%61', 'a.b', 'a,b', '~'];
const PARAMETER = [':id', ':id', ':name'];

const MIXED = ['v:id', ':id.:ext', ':id-:name', ':id,:name', 'a:id', ':id.b', ':id@b'];

/** What a platform has for a part of a segment, in the middle, and for the end. */
const OF_PLATFORM = {
  express: {
    middle: [...MIXED, 'a{b}', '\\:id', '*'],
    last: ['*', '*splat', '{*splat}', 'a{/:id}', '{:id}', '*splat.b'],
  },
  fastify: {
    middle: [...MIXED, ':id(^[0-9]+$)', 'a::b'],
    last: ['*', ':id?'],
  },
} as const;

/** A path as it stands in a decorator. */
export function path(platform: Platform, maxLength: number, hasEnd: boolean): fc.Arbitrary<string> {
  const { middle, last } = OF_PLATFORM[platform];
  const segment = mostly(
    9,
    mostly(2, fc.constantFrom(...STATIC), fc.constantFrom(...PARAMETER)),
    fc.constantFrom(...middle),
  );
  return fc
    .record({
      leading: fc.constantFrom('', '/'),
      segments: fc.array(segment, { maxLength }),
      end: hasEnd ? rarely(7, fc.constantFrom(...last)) : fc.constant(undefined),
      trailing: mostly(11, fc.constant(''), fc.constant('/')),
    })
    .map(({ leading, segments, end, trailing }) => {
      const inside = [...segments, ...(end === undefined ? [] : [end])].join('/');
      return inside === '' ? leading : `${leading}${inside}${trailing}`;
    });
}

/** One path, or two. */
export function paths(one: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  return mostly(5, fc.tuple(one), fc.tuple(one, one));
}

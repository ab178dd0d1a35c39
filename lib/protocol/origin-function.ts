/** What an origin function may answer. Strings are compared with the origin byte for byte. */
export type OriginAnswer = boolean | string | readonly string[];

/**
 * Decides about one serialized origin. It is called only with an origin that is well-formed, never
 * without one. What it throws, or answers too late, or answers in another type, is a refusal.
 */
export type OriginFunction = (
  origin: string,
  request: unknown,
) => OriginAnswer | PromiseLike<OriginAnswer>;

/** Why rows are lost, by the names that the page gives them: the first that fits. */
export const reasons: readonly (readonly [row: RegExp, reason: string])[] = [
  [
    /^engine, .*: preflight, refused, against cors$/,
    "both write an empty answer of Node's, which is in both figures",
  ],
  [
    /^engine, one pattern: .*, against cors$/,
    'an origin is parsed strictly before a pattern may match it; `cors` runs an expression on whatever was sent',
  ],
  [
    /^engine, 1,600 origins: .*, allowed, against cors$/,
    'both set the same headers, which is in both figures',
  ],
  [
    /^engine, malicious: 128 names/,
    '128 names are what is read at most, and the last of them is no name; `cors` does not look at them',
  ],
  [
    /^fastify, (?!one policy).*, against enableCors$/,
    '`enableCors` has one policy for all routes, and nothing to look up',
  ],
  [
    /^express, (?!one policy).*, against enableCors$/,
    '`enableCors` has one policy for all routes, and nothing to look up; Nest runs a guard for each request that has a handler',
  ],
  [
    /: preflight granted, against delegate$/,
    'each method that it lists is looked up as the platform does it, with parameters, order and case; the delegate looks a segment up in a `Map`',
  ],
  [
    /, against delegate$/,
    'the route is looked up as the platform does it (method, parameters, order, case), and a guard settles the policy of the handler that runs; the delegate looks a segment up in a `Map`',
  ],
  [/, against 10 routes$/, 'more is kept in memory, and read from it for a request'],
];

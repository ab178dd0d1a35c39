/**
 * A policy in the words that `enableCors()` and this library share. It is a usual one: a few origins
 * with credentials, and everything named.
 */
export function policy(number: number) {
  return {
    origin: [
      `https://www.site-${number}.example`,
      `https://admin.site-${number}.example`,
      `https://partner.site-${number}.example`,
      originOf(number),
    ],
    credentials: true,
    methods: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['content-type', 'x-api-key', 'x-trace'],
    exposedHeaders: ['etag', 'x-total'],
    maxAge: 600,
  };
}

/** An origin that a policy allows. */
export const originOf = (number: number) => `https://app.site-${number}.example`;

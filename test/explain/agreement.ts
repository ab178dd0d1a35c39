import type { CorsExplanation } from 'nestjs-cors';
import type { PageVisit } from './page-visit.js';

/** What an explanation says of both exchanges. */
export function saidOf({ granted, preflight, actual }: CorsExplanation) {
  return {
    granted,
    preflight: preflight && { status: preflight.status, headers: lowerCased(preflight.headers) },
    actual: lowerCased(actual.headers),
  };
}

/** What the server has sent. Where the app answers a preflight, its status is the app's. */
export function seenOf({ granted, preflight, actual }: PageVisit, said: CorsExplanation) {
  const isAnswered = said.preflight?.status !== undefined;
  return {
    granted,
    preflight: preflight && {
      status: isAnswered ? preflight.status : undefined,
      headers: preflight.cors,
    },
    actual: actual.cors,
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

import type { IncomingMessage } from 'node:http';

/** Who has seen a request, and with which method: nobody may see a preflight that is answered. */
export const seen: string[] = [];

export function see(who: string, { method }: IncomingMessage): void {
  seen.push(`${who}: ${method}`);
}

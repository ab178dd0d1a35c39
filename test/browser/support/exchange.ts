import type { ReceivedRequest } from './site.js';
import type { Action, Outcome } from './tabs.js';

/** What the script could see, and what the server has received. */
export interface Exchange extends Outcome {
  readonly requests: readonly ReceivedRequest[];
  readonly preflights: number;
  /** Whether it was compared with what the library explains. */
  readonly explained: boolean;
}

/** Headers that say what a browser is, or when and over which connection something was sent. */
const NOT_COMPARED =
  /^(?:user-agent|accept-language|accept-encoding|referer|priority|pragma|cache-control|te|content-length|transfer-encoding|sec-ch-.*|sec-fetch-storage-access|sec-gpc|dnt|host|date|connection|keep-alive)$/;

/** What an element asks for is not what a fetch does. */
const OF_ELEMENTS = /^(?:accept|sec-fetch-dest)$/;

/** All that a page and an app saw of an exchange, without what differs from browser to browser. */
export function seen(
  { result, status, headers, body, requests }: Exchange,
  run: string,
  how?: Action['how'],
) {
  const isElement = how === 'image' || how === 'script';
  const compared = (fields: object, ...without: RegExp[]) =>
    Object.fromEntries(
      Object.entries(fields).filter(([name]) => !without.some((each) => each.test(name))),
    );
  return {
    result,
    status,
    headers: headers && compared(headers, /^(?:date|connection|keep-alive)$/),
    body: body?.replaceAll(run, 'run'),
    requests: requests.map(({ method, host, headers, status }) => ({
      method,
      host,
      status: status(),
      headers: compared(headers, NOT_COMPARED, ...(isElement ? [OF_ELEMENTS] : [])),
    })),
  };
}

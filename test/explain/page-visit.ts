import type { CorsQuestion } from 'nestjs-cors';
import { isGranted, isReadable, sendPreflight, type PageRequest } from '../routes/browser.js';
import type { Response, TestApp } from '../support/test-app.js';

/** What a page is told: the answer to its preflight, if it needs one, and whether it may read. */
export interface PageVisit {
  readonly preflight?: Response;
  readonly actual: Response;
  readonly granted: boolean;
}

/** Sends what a browser sends. Of headers, only those that need permission are expected here. */
export async function visit(app: TestApp, question: CorsQuestion): Promise<PageVisit> {
  const { origin, method = 'GET', path, headers = {}, credentials = false } = question;
  const names = Array.isArray(headers) ? (headers as string[]) : Object.keys(headers);
  const values = Object.fromEntries(names.map((name) => [name, '1']));
  const page: PageRequest = {
    origin,
    method,
    path,
    headers: names.map((name) => name.toLowerCase()).sort(),
    credentials,
  };
  // Node.js takes no method in lower case: what it would refuse is never sent.
  const isSent = method === method.toUpperCase();
  const actual = await app.send(isSent ? method : 'GET', path, { ...values, Origin: origin });
  if (['GET', 'HEAD', 'POST'].includes(method) && names.length === 0 && !question.upload) {
    return { actual, granted: isReadable(actual, page) };
  }
  const preflight = await sendPreflight(app.port, page, {});
  return { preflight, actual, granted: isGranted(preflight, page) && isReadable(actual, page) };
}

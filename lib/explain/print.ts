import type { CorsAnswer, CorsExplanation, CorsStep } from './explanation.js';
import { visible } from '../visible.js';
import type { PageRequest } from './page-request.js';

type Printed = Omit<CorsExplanation, 'toString'>;

const SIGNS = { passed: '+', failed: 'x', noted: ' ' } as const;

/** Prints an explanation for a terminal: a likely mistake, the answer, the steps, what is sent, what to change. */
export function printExplanation(
  { method, url, origin, credentials }: PageRequest,
  { unserved, granted, steps, preflight, actual, fix }: Printed,
): string {
  const width = Math.max(0, ...steps.map(({ step }) => step.length));
  const line = ({ verdict, step, detail }: CorsStep) =>
    `  ${SIGNS[verdict]} ${step.padEnd(width)}  ${detail}`;
  const asked = `${method} ${url} from ${origin}${credentials ? ', with credentials' : ''}`;
  return [
    ...(unserved === undefined ? [] : [`Look at this first: ${unserved.message}`, '']),
    `${visible(asked)}: ${granted ? 'granted' : 'blocked'}`,
    '',
    ...steps.map(line),
    ...(preflight === undefined ? [] : printAnswer('the preflight is answered with', preflight)),
    ...printAnswer('the response carries', actual),
    ...(fix === undefined ? [] : ['', `To grant it: ${fix.message}`]),
  ].join('\n');
}

function printAnswer(title: string, { status, headers }: CorsAnswer): readonly string[] {
  const fields = Object.entries(headers).map(([name, value]) => `    ${name}: ${visible(value)}`);
  const lines = [...(status === undefined ? [] : [`    ${status}`]), ...fields];
  return ['', `  ${title}${lines.length === 0 ? ' nothing of CORS' : ''}`, ...lines];
}

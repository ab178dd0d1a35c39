import type { Response } from '../support/test-app.js';
import type { Expected, Row } from './row.js';

/**
 * What a browser, and a cache on the way, make of what an engine sent to an origin that is allowed
 * and to one that is not: `yes` if it is as good as what is expected, or else what is wrong.
 */
export function outcomeOf(row: Row, granted: Response, refused: Response): string {
  const [expected] = row.expected;
  const { status } = granted;
  switch (row.kind) {
    case 'granted preflight':
      return grants(granted, expected) ? 'yes' : `no: ${status}`;
    case 'refused preflight':
      return status === row.signs.status ? 'yes' : `no: ${status}`;
    case 'refused origin':
      return Object.keys(refused.cors).join() === 'vary' ? 'yes' : 'no';
    default:
      return readable(granted, refused, expected);
  }
}

function grants({ status, cors }: Response, expected: Expected): boolean {
  const names = ['access-control-allow-origin', 'access-control-allow-credentials'];
  const lists = ['access-control-allow-methods', 'access-control-allow-headers'];
  return (
    status < 300 &&
    names.every((name) => cors[name] === expected.cors[name]) &&
    lists.every((name) => without(expected.cors[name], cors[name]).length === 0)
  );
}

/** The origin that is allowed reads the response, another does not, and a cache tells them apart. */
function readable(granted: Response, refused: Response, expected: Expected): string {
  const { 'access-control-allow-origin': origin, vary, ...others } = expected.cors;
  const [sent, sentToOthers] = [granted, refused].map(
    ({ cors }) => cors['access-control-allow-origin'],
  );
  if (sent === undefined) return 'no';
  if (sent !== origin) return `no: \`${sent}\``;
  if (sentToOthers !== undefined) return `no: \`${sentToOthers}\` for others`;
  const lost = [granted, refused].flatMap(({ cors }) => without(vary, cors['vary']));
  const missing = [
    ...Object.keys(others).filter((name) => granted.cors[name] !== others[name]),
    ...[...new Set(lost)].map((name) => `Vary: ${name}`),
  ];
  return missing.length === 0
    ? 'yes'
    : `without ${missing.map((name) => `\`${name}\``).join(' and ')}`;
}

/** The members of a list that are not in another one. */
function without(list = '', other = ''): readonly string[] {
  const present = other.toLowerCase().split(/ *, */);
  return list.split(', ').filter((member) => !present.includes(member.toLowerCase()));
}

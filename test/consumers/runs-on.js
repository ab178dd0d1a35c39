// What README lists of the rows that passed: each program once, whatever apps it was tried with.
const SHOWN = ['bundlers', 'package managers', 'test runners'];
const NODE = 'Node.js ';

/** The names by kind, in the order of the rows. */
export function runsOn(rows) {
  const names = (kind) =>
    rows.filter((row) => row.kind === kind).map(({ where }) => where.split(',', 1)[0]);
  const nodes = names('runtimes').filter((name) => name.startsWith(NODE));
  const kinds = [
    ['Node.js', nodes.map((name) => name.slice(NODE.length))],
    ...SHOWN.map((kind) => [kind, names(kind).map((name) => name.replace(' of nest new', ''))]),
  ];
  return Object.fromEntries(kinds.map(([kind, names]) => [kind, [...new Set(names)]]));
}

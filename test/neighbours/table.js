// The table that ends a run: every neighbour, where it was mounted, and its versions. README lists them too.
import { readFileSync, writeFileSync } from 'node:fs';

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export function printTable(neighbours) {
  const rows = neighbours.map(({ name, packages, mount }) => [
    name,
    Object.keys(mount).join(', '),
    packages.map((one) => `${one} ${dependencies[one]}`).join(', '),
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const [name, platforms, versions] of rows) {
    console.log(`${name.padEnd(widths[0])}  ${platforms.padEnd(widths[1])}  ${versions}`);
  }
}

/** Writes their names for README, each with the version of its first package. */
export function writeNames(neighbours, file) {
  const names = neighbours.map(({ name, packages }) => `${name} ${dependencies[packages[0]]}`);
  writeFileSync(file, JSON.stringify({ 'in one app with': names }));
}

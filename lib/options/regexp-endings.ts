import regjsparser from 'regjsparser';
import type { HostEndings } from '../protocol/origin-checks.js';
import { isLoopback, MAX_ORIGIN_LENGTH } from '../protocol/origin.js';
import { charactersOf, FEATURES, type ExpressionNode } from './origin-characters.js';
import { domainOfAllBelow } from './public-suffixes.js';

/** An expression with more endings than these says nothing that can be reviewed. */
const MAX_ENDINGS = 256;
/** The reading has to end, however repetitions are nested. */
const MAX_STEPS = 100_000;

/**
 * Reads an expression from the right, and finds how the hosts end that it can match: as far as only
 * literal characters, alternations, and optional and repeated groups are written. Assertions are
 * ignored: they only make an expression match less.
 *
 * @returns `undefined` if the expression cannot be read, or has more than 256 endings
 */
export function hostEndings({ source, flags }: RegExp): HostEndings | undefined {
  try {
    const root = regjsparser.parse(source, flags, FEATURES);
    return new EndingReader(flags).readAll(root);
  } catch {
    return undefined;
  }
}

/** How far a reading has come. What is on the left of it is still to be read. */
type Reading =
  /** In the host, or in its port: `text` is known, `hasDigits` if unknown digits are before it. */
  | { readonly at: 'host'; readonly text: string; readonly port: Port; readonly hasDigits: boolean }
  /** In the host still, but how it goes on is not known, or no matter. */
  | { readonly at: 'open'; readonly isLoopback: boolean }
  /** Behind the host: `left` is what is missing of `http://`. */
  | { readonly at: 'scheme'; readonly isLoopback: boolean; readonly left: string };

/** Whether the text can still turn out to be a port: until something else is read. */
type Port = 'possible' | 'past';

type Readings = ReadonlyMap<string, Reading>;

class EndingReader {
  private readonly hosts = new Set<string>();
  private readonly domains = new Set<string>();
  private readonly below = new Set<string>();
  private readonly open = new Set<string>();
  private readonly characters = new Map<string, ReadonlySet<string> | undefined>();
  private steps = 0;

  constructor(private readonly flags: string) {}

  readAll(root: ExpressionNode): HostEndings {
    const start: Reading = { at: 'host', text: '', port: 'possible', hasDigits: false };
    const { hosts, domains, below, open } = this;
    const complete = [...this.read(root, collect([start])).values()];
    const takesInsecure = complete.some(
      (reading) => reading.at === 'scheme' && reading.left === '' && !reading.isLoopback,
    );
    return { hosts, domains, below, open: [...open], takesInsecure };
  }

  private read(node: ExpressionNode, readings: Readings): Readings {
    switch (node.type) {
      case 'anchor':
        return readings;
      case 'disjunction':
        return this.merge(node.body.map((branch) => this.read(branch, readings)));
      case 'alternative':
        return this.readSequence(node.body, readings);
      case 'group':
        return node.behavior === 'normal' || node.behavior === 'ignore'
          ? this.readSequence(node.body, readings)
          : readings;
      case 'quantifier':
        return this.repeat(node.body[0], node.min, node.max ?? Infinity, readings);
      case 'reference':
        return this.step(readings, (reading) => this.passAnything(reading));
      default:
        return this.readLeaf(node, readings);
    }
  }

  private readSequence(nodes: readonly ExpressionNode[], readings: Readings): Readings {
    return nodes.reduceRight((before, node) => this.read(node, before), readings);
  }

  /** Reads a repetition until it brings nothing new: an origin is short, and so is what fits in it. */
  private repeat(node: ExpressionNode, min: number, max: number, readings: Readings): Readings {
    let current = readings;
    for (let times = 0; times < min; times++) {
      const next = this.read(node, current);
      if (isSame(next, current)) break;
      current = next;
    }
    let latest = current;
    for (let times = min; times < max && latest.size > 0; times++) {
      const read = [...this.read(node, latest)];
      latest = new Map(read.filter(([key]) => !current.has(key)));
      current = this.merge([current, latest]);
    }
    return current;
  }

  private readLeaf(node: ExpressionNode, readings: Readings): Readings {
    if (!this.characters.has(node.raw)) {
      this.characters.set(node.raw, charactersOf(node, this.flags));
    }
    const characters = this.characters.get(node.raw);
    if (characters === undefined) return this.step(readings, (one) => this.passAnything(one));
    return this.step(readings, (reading) => this.pass(reading, characters));
  }

  private step(readings: Readings, pass: (reading: Reading) => readonly Reading[]): Readings {
    this.steps += readings.size;
    if (this.steps > MAX_STEPS) throw new RangeError('too many steps');
    return this.merge([collect([...readings.values()].flatMap((reading) => pass(reading)))]);
  }

  private merge(all: readonly Readings[]): Readings {
    const merged: Readings =
      all.length === 1 && all[0] ? all[0] : new Map(all.flatMap((one) => [...one]));
    const known = this.hosts.size + this.domains.size + this.open.size;
    if (merged.size + known > MAX_ENDINGS) throw new RangeError('too many endings');
    return merged;
  }

  /** Goes on by one character, which is any of these. None: nothing can be matched that way. */
  private pass(reading: Reading, characters: ReadonlySet<string>): readonly Reading[] {
    if (characters.size === 0) return [];
    if (reading.at === 'scheme') {
      const { left } = reading;
      return characters.has(left.at(-1) ?? '') ? [{ ...reading, left: left.slice(0, -1) }] : [];
    }
    if (reading.at === 'open') return this.passOpen(reading, characters);
    const [only = ''] = characters;
    if (characters.size === 1) return this.passLiteral(reading, only);
    const isPort = reading.port === 'possible' && [...characters].every(isDigit);
    if (isPort) return [{ ...reading, hasDigits: true }];
    return this.passOpen(this.opened(reading.text), characters);
  }

  private passOpen(
    reading: Reading & { at: 'open' },
    characters: ReadonlySet<string>,
  ): readonly Reading[] {
    // No host has a slash: behind one is the scheme.
    const scheme = characters.has('/') ? [inScheme(reading.isLoopback)] : [];
    return characters.size === 1 && scheme.length > 0 ? scheme : [reading, ...scheme];
  }

  private passLiteral(reading: Reading & { at: 'host' }, character: string): readonly Reading[] {
    const { text, port, hasDigits } = reading;
    if (port === 'possible' && character === ':') {
      return [{ at: 'host', text: '', port: 'past', hasDigits: false }];
    }
    if (port === 'possible' && isDigit(character)) return this.longer(reading, character + text);
    if (hasDigits) return this.passOpen(this.opened(text), new Set([character]));
    if (character === '/') {
      this.hosts.add(text);
      return [inScheme(isLoopback(text))];
    }
    if (character === '.') {
      // No host has an empty label inside.
      if (text.startsWith('.')) return [];
      const settled = this.settled(text);
      if (settled !== undefined) return [settled];
    }
    return this.longer({ ...reading, port: 'past' }, character + text);
  }

  private longer(reading: Reading & { at: 'host' }, text: string): readonly Reading[] {
    return text.length > MAX_ORIGIN_LENGTH ? [] : [{ ...reading, text }];
  }

  /** Everything below a registrable domain has one owner, so labels before it do not matter. */
  private settled(host: string): Reading | undefined {
    if (host === 'localhost' || host.endsWith('.localhost')) {
      this.below.add('localhost');
      return { at: 'open', isLoopback: true };
    }
    const domain = domainOfAllBelow(host);
    if (domain === undefined) return undefined;
    this.domains.add(domain);
    return { at: 'open', isLoopback: false };
  }

  private opened(text: string): Reading & { at: 'open' } {
    this.open.add(text);
    return { at: 'open', isLoopback: false };
  }

  private passAnything(reading: Reading): readonly Reading[] {
    if (reading.at === 'scheme') {
      const { isLoopback, left } = reading;
      return Array.from(`${left} `, (_, length) => inScheme(isLoopback, left.slice(0, length)));
    }
    const open = reading.at === 'open' ? reading : this.opened(reading.text);
    return [open, ...this.passAnything(inScheme(open.isLoopback))];
  }
}

function inScheme(isLoopback: boolean, left = 'http:/'): Reading {
  return { at: 'scheme', isLoopback, left };
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function collect(readings: readonly Reading[]): Readings {
  return new Map(readings.map((reading) => [Object.values(reading).join(' '), reading]));
}

function isSame(one: Readings, other: Readings): boolean {
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}

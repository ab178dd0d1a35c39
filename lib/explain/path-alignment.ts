import { distance } from 'fastest-levenshtein';

/** How one path becomes another, segment by segment. */
export interface Alignment {
  /** How far they are apart: 0 is the same path. */
  readonly cost: number;
  /** How many segments that are no parameters they have in common, if with another spelling. */
  readonly common: number;
  readonly steps: readonly Step[];
}

/** What is done with a segment: `lacks` is one of the route that the path has not got. */
export type Step =
  | { readonly kind: 'lacks'; readonly segment: string }
  | { readonly kind: 'extra'; readonly segment: string }
  | { readonly kind: 'spelled'; readonly segment: string; readonly as: string };

/** Of a path, and of a route. More are not looked at. */
const MAX_SEGMENTS = 16;
const MAX_LENGTH = 64;

const COST = { parameter: 0.2, spelled: 0.4, lacks: 0.5, extra: 0.7 };

const NONE: Alignment = { cost: 0, common: 0, steps: [] };

/** Aligns one path with the paths of many routes. */
export class PathAlignment {
  private readonly asked: readonly string[];
  /** Segments are compared once, however many routes have them. */
  private readonly spellings = new Map<string, readonly number[]>();

  constructor(path: string) {
    this.asked = segmentsOf(path).map(decoded);
  }

  /** Aligns the path with that of a route; nothing, if one of them is too long. */
  with(route: string): Alignment | undefined {
    const segments = segmentsOf(route);
    const { asked } = this;
    if (Math.max(asked.length, segments.length) > MAX_SEGMENTS) return undefined;
    // The best alignments of the first segments of the path with ever more of the route.
    const first = [NONE];
    for (const segment of asked) first.push(extra(first.at(-1) ?? NONE, segment));
    return segments.reduce((row, segment) => this.nextRow(row, segment), first).at(-1);
  }

  private nextRow(row: readonly Alignment[], segment: string): Alignment[] {
    const costs = this.costsOf(segment);
    const next: Alignment[] = [];
    for (const [at, above] of row.entries()) {
      const [own, left, diagonal] = [this.asked[at - 1], next[at - 1], row[at - 1]];
      let best = lacks(above, segment);
      if (own !== undefined && left !== undefined && diagonal !== undefined) {
        const others = [extra(left, own), same(diagonal, own, segment, costs[at - 1] ?? Infinity)];
        best = others.reduce((one, other) => (other.cost < one.cost ? other : one), best);
      }
      next.push(best);
    }
    return next;
  }

  /** What it costs to take each segment of the path for one of a route. */
  private costsOf(segment: string): readonly number[] {
    const known = this.spellings.get(segment) ?? this.asked.map((own) => costOf(own, segment));
    this.spellings.set(segment, known);
    return known;
  }
}

function costOf(own: string, segment: string): number {
  if (own === segment) return 0;
  if (isParameter(segment)) return COST.parameter;
  const [one, other] = [own.toLowerCase(), segment.toLowerCase()];
  if (one === other) return COST.spelled / 2;
  const length = Math.max(one.length, other.length);
  if (length > MAX_LENGTH || Math.min(one.length, other.length) < 2) return Infinity;
  return distance(one, other) <= Math.max(1, Math.floor(length / 4)) ? COST.spelled : Infinity;
}

function lacks({ cost, common, steps }: Alignment, segment: string): Alignment {
  return { cost: cost + COST.lacks, common, steps: [...steps, { kind: 'lacks', segment }] };
}

function extra({ cost, common, steps }: Alignment, segment: string): Alignment {
  return { cost: cost + COST.extra, common, steps: [...steps, { kind: 'extra', segment }] };
}

function same(before: Alignment, own: string, segment: string, cost: number): Alignment {
  if (cost === Infinity) return { ...before, cost };
  const isSpelled = cost !== 0 && cost !== COST.parameter;
  return {
    cost: before.cost + cost,
    common: before.common + (isParameter(segment) ? 0 : 1),
    steps: isSpelled
      ? [...before.steps, { kind: 'spelled', segment: own, as: segment }]
      : before.steps,
  };
}

/** Whether a segment of a route is more than its own text. */
function isParameter(segment: string): boolean {
  return /[:*{}()]/.test(segment);
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

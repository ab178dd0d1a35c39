import fc from 'fast-check';

/** A part of an expression, with all that is to be known to write it, to match it, and to expand it. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly source: string }
  /** Characters that are not spelled out: `samples` are some that it matches. */
  | { readonly kind: 'any'; readonly source: string; readonly samples: readonly string[] }
  | { readonly kind: 'either'; readonly open: string; readonly branches: readonly Piece[] }
  | { readonly kind: 'sequence'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'repeat'; readonly piece: Piece; readonly quantifier: keyof typeof TIMES };

/** How often a repetition is tried. */
const TIMES = {
  '?': [0, 1],
  '*': [0, 1, 2],
  '+': [1, 2],
  '{0,1}': [0, 1],
  '{0,}?': [0, 1, 2],
  '{2}': [2],
  '??': [0, 1],
} as const;

const escape = (text: string) => text.replaceAll(/[./[\]]/g, String.raw`\$&`);
/** Text, as people write it: with backslashes, with classes of one, or by numbers. */
const text = (...texts: readonly string[]): fc.Arbitrary<Piece> =>
  fc
    .record({ text: fc.constantFrom(...texts), style: fc.nat(4) })
    .map(({ text, style }): Piece => ({
      kind: 'text',
      text,
      source:
        style === 0 && !text.includes('[')
          ? escape(text).replaceAll(String.raw`\.`, '[.]')
          : style === 1
            ? escape(text).replaceAll(String.raw`\.`, String.raw`\x2e`)
            : escape(text),
    }));
const any = (source: string, ...samples: readonly string[]): Piece => ({
  kind: 'any',
  source,
  samples,
});
const sequence = (...pieces: readonly fc.Arbitrary<Piece>[]): fc.Arbitrary<Piece> =>
  fc.tuple(...pieces).map((pieces): Piece => ({ kind: 'sequence', pieces }));
const either = (branch: fc.Arbitrary<Piece>): fc.Arbitrary<Piece> =>
  fc.record({
    kind: fc.constant('either' as const),
    open: fc.constantFrom('(', '(?:', '(?=)(?:', String.raw`(?:(?!\0)`),
    branches: fc.array(branch, { minLength: 1, maxLength: 3 }),
  });
const repeat = (piece: fc.Arbitrary<Piece>): fc.Arbitrary<Piece> =>
  fc.record({
    kind: fc.constant('repeat' as const),
    piece,
    quantifier: fc.constantFrom(...(Object.keys(TIMES) as (keyof typeof TIMES)[])),
  });

const unknown = fc.constantFrom(
  any('.', 'x', '-', '.'),
  any('.*', '', 'a', 'a.', 'evil'),
  any('.+?', 'a', 'a.b', 'x-'),
  any('[a-z0-9-]+', 'a', 'pr-7'),
  any(String.raw`\w+`, 'abc', 'x1'),
  any(String.raw`[^.]+`, 'abc'),
  any(String.raw`\d+`, '7', '10'),
  any(String.raw`\S*`, '', 'a.', 'e'),
  any('[.-]', '.', '-'),
);
const labels = text('.', 'app', 'www.', '-', 'a.b.', '.my-', 'evil', '');
const before = fc.oneof(
  unknown,
  labels,
  either(fc.oneof(labels, unknown, sequence(unknown, text('.')))),
  repeat(either(fc.oneof(labels, sequence(unknown, text('.'))))),
);
const host = text(
  'example.com',
  'example.co.uk',
  'github.io',
  'ada.github.io',
  'vercel.app',
  'com',
  'amazonaws.com',
  'bucket.s3.amazonaws.com',
  'localhost',
  'a.localhost',
  '127.0.0.1',
  '10.0.0.1',
  'corp.internal',
  'internal',
  '[::1]',
  'city.kawasaki.jp',
);
const port = fc.oneof(
  text('', ':3000', ''),
  repeat(either(text(':8080', ':3000'))),
  repeat(either(fc.constant(any(String.raw`:\d+`, ':3000', ':8443')))),
);
const scheme = fc.oneof(
  text('https', 'http', 'app'),
  sequence(
    text('http'),
    repeat(text('s').map((piece): Piece => ({ kind: 'either', open: '(?:', branches: [piece] }))),
  ),
  either(text('https', 'http', 'ionic')),
  fc.constant(any('[a-z]+', 'http', 'https', 'app')),
);
const origin = sequence(
  scheme,
  text('://'),
  fc.array(before, { maxLength: 3 }).map((pieces): Piece => ({ kind: 'sequence', pieces })),
  either(host),
  port,
);

/** An expression for origins: what people write, in any combination. */
export const anExpression: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 4, arbitrary: origin },
  { weight: 1, arbitrary: either(origin) },
);

/** The expression as it is written, with its anchors. */
export function sourceOf(piece: Piece): string {
  return `^(?:${inner(piece)})$`;
}

function inner(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
    case 'any':
      return piece.source;
    case 'either':
      return `${piece.open}${piece.branches.map(inner).join('|')})`;
    case 'sequence':
      return piece.pieces.map(inner).join('');
    default:
      return `(?:${inner(piece.piece)})${piece.quantifier}`;
  }
}

/** A text that is matched, of which `next` chooses among what can be. */
export function sampleOf(piece: Piece, next: () => number): string {
  const one = <Value>(values: readonly Value[]): Value => {
    const value = values[next() % values.length];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  };
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'any':
      return one(piece.samples);
    case 'either':
      return sampleOf(one(piece.branches), next);
    case 'sequence':
      return piece.pieces.map((each) => sampleOf(each, next)).join('');
    default:
      return Array.from({ length: one<number>(TIMES[piece.quantifier]) }, () =>
        sampleOf(piece.piece, next),
      ).join('');
  }
}

/** All that is spelled out: the texts that are matched, with a blank for what is not. */
export function spellingsOf(piece: Piece): readonly string[] {
  switch (piece.kind) {
    case 'text':
      return [piece.text];
    case 'any':
      return [' '];
    case 'either':
      return piece.branches.flatMap(spellingsOf);
    case 'sequence':
      return product(piece.pieces.map(spellingsOf));
    default: {
      const once = spellingsOf(piece.piece);
      return TIMES[piece.quantifier].flatMap((times) =>
        product(Array.from({ length: times }, () => once)),
      );
    }
  }
}

function product(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce(
    (starts, ends) => starts.flatMap((start) => ends.map((end) => start + end)),
    [''],
  );
}

import regjsparser from 'regjsparser';
import { charactersOf, FEATURES, type ExpressionNode } from './origin-characters.js';

/** More ways than these of matching are not tried. */
const MAX_EXAMPLES = 64;
/** As long as the longest origin. */
const MAX_LENGTH = 326;

/**
 * Makes up texts that an expression matches: of alternatives each, of a repetition the fewest that
 * may be and one more, of a class a letter or a digit. Not all that could be, and none if the
 * expression cannot be read, or has a reference.
 */
export function regexpExamples({ source, flags }: RegExp): readonly string[] {
  try {
    const root = regjsparser.parse(source, flags, FEATURES);
    const whole = new RegExp(`^(?:${source})$`, flags.replaceAll(/[gy]/g, ''));
    return examplesOf(root, flags).filter((text) => whole.test(text));
  } catch {
    return [];
  }
}

function examplesOf(node: ExpressionNode, flags: string): readonly string[] {
  switch (node.type) {
    case 'anchor':
      return [''];
    case 'disjunction':
      return few(node.body.flatMap((branch) => examplesOf(branch, flags)));
    case 'alternative':
      return inSequence(node.body, flags);
    case 'group':
      return node.behavior === 'normal' || node.behavior === 'ignore'
        ? inSequence(node.body, flags)
        : [''];
    case 'quantifier': {
      const { min, max = Infinity } = node;
      const [one = '', ...others] = examplesOf(node.body[0], flags);
      const least = one.repeat(Math.min(min, MAX_LENGTH));
      return few([least, ...(min < max ? [one, ...others].map((text) => least + text) : [])]);
    }
    case 'reference':
      return [];
    default:
      return likely(charactersOf(node, flags));
  }
}

function inSequence(nodes: readonly ExpressionNode[], flags: string): readonly string[] {
  return nodes.reduce<readonly string[]>(
    (before, node) => {
      const next = examplesOf(node, flags);
      return few(before.flatMap((text) => next.map((more) => text + more)));
    },
    [''],
  );
}

/** What a host is likely to have at a place. */
function likely(characters: ReadonlySet<string> | undefined): readonly string[] {
  const all = [...(characters ?? [])];
  const first =
    all.find((one) => one >= 'a' && one <= 'z') ?? all.find((one) => one >= '1' && one <= '9');
  return [first ?? all[0] ?? []].flat();
}

function few(examples: readonly string[]): readonly string[] {
  return examples.filter((text) => text.length <= MAX_LENGTH).slice(0, MAX_EXAMPLES);
}

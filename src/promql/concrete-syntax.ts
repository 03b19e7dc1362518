import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import type { Span } from './syntax.ts';
import type { Token } from './tokens.ts';

/**
 * The grammar's tree of an expression. The grammar is not given the text itself but its tokens in a plain form, one
 * blank apart: it knows fewer forms of numbers and strings than Prometheus, and only its own list of function names. So
 * every number is written `1`, every string `""` and every function that is called `abs`; what stood there is read from
 * the text by way of the tokens.
 */
export class ConcreteSyntax {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly tree: Tree;
  /** Where each token begins in the plain form. */
  readonly #starts: Int32Array;

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
    this.#starts = new Int32Array(tokens.length);
    let plain = '';
    for (const [i, token] of tokens.entries()) {
      this.#starts[i] = plain.length;
      plain += `${plainForm(text, tokens, i, token)} `;
    }
    this.tree = parser.parse(plain);
  }

  /** Index of the first token that begins at or after this position of the plain form. */
  tokenIndex(position: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where the node stands in the text; a node without tokens is empty and stands before the next one. */
  span(node: { readonly from: number; readonly to: number }): Span {
    const first = this.tokenIndex(node.from);
    const from = this.tokens[first]!.from;
    const after = this.tokenIndex(node.to);
    return { from, to: after > first ? this.tokens[after - 1]!.to : from };
  }

  /** The text the node was read from. */
  textOf(node: SyntaxNode): string {
    const { from, to } = this.span(node);
    return this.text.slice(from, to);
  }
}

/** Words that the grammar gives a meaning where a parenthesis follows. Any other word there calls a function. */
const WORDS_BEFORE_PARENTHESIS: ReadonlySet<string> = new Set(
  (
    'and or unless atan2 bool by without on ignoring group_left group_right offset fill fill_left fill_right ' +
    'start end step range min_of max_of ' +
    'sum avg count min max group stddev stdvar topk bottomk count_values quantile limitk limit_ratio'
  ).split(' '),
);

/** Words after which an operand begins. */
const WORDS_BEFORE_OPERAND: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'atan2', 'bool']);

function plainForm(text: string, tokens: readonly Token[], index: number, { kind, from, to }: Token): string {
  if (kind === 'number' || kind === 'duration') return '1';
  if (kind === 'string') return '""';
  const word = text.slice(from, to);
  if (kind !== 'word') return word;
  if (word.includes(':')) return 'x';
  const lower = word.toLowerCase();
  const next = tokens[index + 1]!;
  if (next.kind === 'operator' && text[next.from] === '(' && !WORDS_BEFORE_PARENTHESIS.has(lower)) return 'abs';
  // Prometheus lets a metric be named `offset`, the grammar does not.
  return lower === 'offset' && beginsOperand(text, tokens[index - 1]) ? 'x' : word;
}

function beginsOperand(text: string, previous: Token | undefined): boolean {
  if (previous === undefined) return true;
  const before = text.slice(previous.from, previous.to);
  if (previous.kind === 'word') return WORDS_BEFORE_OPERAND.has(before.toLowerCase());
  return previous.kind === 'operator' && !')]}'.includes(before);
}

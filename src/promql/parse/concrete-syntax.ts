import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import type { Span } from '../syntax.ts';
import { plainForms } from './plain-form.ts';
import type { Token } from './tokens.ts';

/**
 * The grammar's tree of an expression. The grammar is not given the text itself but its tokens in their plain forms, one
 * blank apart; what stood there is read from the text by way of the tokens.
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
    for (const [i, form] of plainForms(text, tokens).entries()) {
      this.#starts[i] = plain.length;
      plain += `${form} `;
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

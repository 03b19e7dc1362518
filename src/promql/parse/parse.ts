import type { Tree } from '@lezer/common';
import { typeOf } from '../type-of.ts';
import type { BuildContext } from './build-context.ts';
import { buildExpression } from './build-expression.ts';
import { typeFaults } from './check-types.ts';
import { ConcreteSyntax } from './concrete-syntax.ts';
import { grammarFaults } from './grammar-faults.ts';
import {
  MAX_EXPRESSION_DEPTH,
  MAX_EXPRESSION_LENGTH,
  MAX_EXPRESSION_TOKENS,
  MAX_FAULTS,
  MAX_REGEX_COST,
} from './parse-limits.ts';
import type { ParseOutcome, PromqlFault } from './parse-outcome.ts';
import { readTokens } from './tokens.ts';

export type { ParseOutcome, PromqlFault, PromqlRefusalInfo } from './parse-outcome.ts';

/**
 * Parses and type-checks an expression of PromQL as Prometheus 3.15 does. Never throws on any text; time and memory
 * are bounded by the limits of parse-limits.ts, beyond which an expression is refused.
 */
export function parsePromql(text: string): ParseOutcome {
  if (text.length > MAX_EXPRESSION_LENGTH)
    return tooMuch(text, 0, `an expression of ${text.length} characters`, `${MAX_EXPRESSION_LENGTH} characters`);
  const { tokens, faults: tokenFaults, bracketDepth } = readTokens(text);
  if (tokens.length > MAX_EXPRESSION_TOKENS)
    return tooMuch(text, tokens.at(-1)!.from, 'so many tokens', `${MAX_EXPRESSION_TOKENS} tokens`);
  if (bracketDepth > MAX_EXPRESSION_DEPTH) return tooDeep(text, tokens.at(-1)!.from);
  // Reading tokens stopped early: without the end, there is nothing that the grammar could say.
  if (tokens.at(-1)?.kind !== 'end') return invalid(tokenFaults);
  const syntax = syntaxOf(text, tokens);
  if (syntax === null) return tooDeep(text, 0);
  const deepest = deepestBeyondLimit(syntax.tree);
  if (deepest !== null) return tooDeep(text, syntax.span({ from: deepest, to: deepest }).from);
  const faults = [...beforeTokenFaults(grammarFaults(syntax), tokenFaults), ...tokenFaults];
  return faults.length > 0 ? invalid(faults) : assemble(syntax);
}

/** Null where the tree is so deep that its making, which is recursive, runs out of stack: far beyond the limit. */
function syntaxOf(text: string, tokens: ConstructorParameters<typeof ConcreteSyntax>[1]): ConcreteSyntax | null {
  try {
    return new ConcreteSyntax(text, tokens);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function assemble(syntax: ConcreteSyntax): ParseOutcome {
  const context: BuildContext = {
    syntax,
    faults: [],
    refusals: [],
    matchings: new Map(),
    regexBudget: { left: MAX_REGEX_COST },
    build: buildExpression,
  };
  const expression = buildExpression(context, syntax.tree.topNode.getChild('Expr')!);
  const { faults, refusals } = context;
  if (faults.length > 0) return invalid(faults);
  const wrongTypes = typeFaults(expression, syntax.text, context.matchings);
  if (wrongTypes.length > 0) return invalid(wrongTypes);
  if (refusals.length > 0) return { kind: 'refused', refusals: refusals.toSorted((a, b) => a.span.from - b.span.from) };
  return { kind: 'parsed', expression, type: typeOf(expression) };
}

const invalid = (faults: readonly PromqlFault[]): ParseOutcome => ({
  kind: 'invalid',
  faults: faults.slice(0, MAX_FAULTS),
});

/** Where a token is wrong, whatever the grammar has to say about what follows is of no use. */
function beforeTokenFaults(
  faults: readonly PromqlFault[],
  tokenFaults: readonly PromqlFault[],
): readonly PromqlFault[] {
  const first = Math.min(...tokenFaults.map(({ span }) => span.from));
  return faults.filter(({ span }) => span.from < first);
}

/** Where the tree first goes deeper than the limit (in the grammar's text), or null. */
function deepestBeyondLimit(tree: Tree): number | null {
  const cursor = tree.cursor();
  for (let depth = 0; ; ) {
    if (depth > MAX_EXPRESSION_DEPTH) return cursor.from;
    if (cursor.firstChild()) {
      depth++;
      continue;
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent()) return null;
      depth--;
    }
  }
}

const tooDeep = (text: string, from: number): ParseOutcome =>
  tooMuch(text, from, 'nesting so deep', `${MAX_EXPRESSION_DEPTH} levels`);

function tooMuch(text: string, from: number, what: string, limit: string): ParseOutcome {
  const message = `${what} is not read; the limit is ${limit}`;
  return { kind: 'refused', refusals: [{ construct: 'limit', what, span: { from, to: text.length }, message }] };
}

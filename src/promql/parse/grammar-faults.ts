import type { SyntaxNode } from '@lezer/common';
import { goQuote } from '../text/go-quote.ts';
import type { ConcreteSyntax } from './concrete-syntax.ts';
import { MAX_FAULTS } from './parse-limits.ts';
import type { PromqlFault } from './parse-outcome.ts';
import type { Token } from './tokens.ts';

/**
 * A fault for each place where the grammar could not go on, in the order of the text. Of neighbouring tokens only the
 * first is told, and the end of the input only where nothing came before it: the others follow from those.
 */
export function grammarFaults(syntax: ConcreteSyntax): readonly PromqlFault[] {
  if (syntax.tokens[0]!.kind === 'end') return [{ message: 'no expression found in input', span: { from: 0, to: 0 } }];
  const parents = new Map<number, SyntaxNode | null>();
  const cursor = syntax.tree.cursor();
  do {
    if (!cursor.type.isError) continue;
    const index = syntax.tokenIndex(cursor.from);
    if (!parents.has(index)) parents.set(index, cursor.node.parent);
  } while (cursor.next());
  return [...parents]
    .sort(([a], [b]) => a - b)
    .filter(([index], i) => i === 0 || (!parents.has(index - 1) && syntax.tokens[index]!.kind !== 'end'))
    .slice(0, MAX_FAULTS)
    .map(([index, parent]) => fault(syntax, index, parent));
}

function fault(syntax: ConcreteSyntax, index: number, parent: SyntaxNode | null): PromqlFault {
  const token = syntax.tokens[index]!;
  const span = { from: token.from, to: token.to };
  const previous = index === 0 ? '' : textOf(syntax, syntax.tokens[index - 1]!);
  if (parent?.name === 'FunctionCallBody' && previous === ',' && textOf(syntax, token) === ')') {
    const { from, to } = syntax.tokens[index - 1]!;
    return { message: 'trailing commas not allowed in function call args', span: { from, to } };
  }
  return { message: `unexpected ${describe(syntax, token)}${context(parent, previous)}`, span };
}

const textOf = (syntax: ConcreteSyntax, token: Token): string => syntax.text.slice(token.from, token.to);

/** Where the parser was and what would have been possible there, as far as Prometheus says it. */
function context(parent: SyntaxNode | null, previous: string): string {
  const beginsItem = previous === '{' || previous === '(' || previous === ',';
  switch (parent?.name) {
    case 'AggregateExpr':
    case 'AggregateOp':
      return ' in aggregation';
    case 'AggregateModifier':
    case 'MatchingModifierClause':
      return ' in grouping opts, expected "("';
    case 'GroupingLabels':
      return ` in grouping opts, expected ${beginsItem ? 'label' : '"," or ")"'}`;
    case 'LabelMatchers':
      return ` in label matching, expected ${beginsItem ? 'identifier or "}"' : '"," or "}"'}`;
    case 'UnquotedLabelMatcher':
    case 'QuotedLabelMatcher':
      return ` in label matching, expected ${parent.getChild('MatchOp') === null ? 'label matching operator' : 'string'}`;
    case 'StepInvariantExpr':
      return ' in @, expected timestamp';
    case 'OffsetExpr':
    case 'OffsetDurationExpr':
      return ' in offset, expected number, duration, step(), or range()';
    case 'NumberDurationLiteralInDurationContext':
    case 'DurationExpr':
    case 'MatrixSelector':
      return previous === '['
        ? ' in subquery or range selector, expected number, duration, step(), or range()'
        : ' in subquery or range, expected ":" or "]"';
    case 'SubqueryExpr':
      return ` in subquery selector, expected ${previous === ':' ? 'number, duration, step(), range(), or ' : ''}"]"`;
    default:
      return '';
  }
}

const KEYWORDS = /^(bool|by|without|on|ignoring|group_left|group_right|offset|anchored|smoothed)$/i;
const OPERATORS = /^(and|or|unless|atan2|==|!=|<=|>=|=~|!~|[-+*/%^<>@])$/i;
const AGGREGATIONS =
  /^(sum|avg|count|min|max|group|stddev|stdvar|topk|bottomk|count_values|quantile|limit(k|_ratio))$/i;

/** The token as Prometheus names it. */
function describe(syntax: ConcreteSyntax, token: Token): string {
  if (token.kind === 'end') return 'end of input';
  const text = textOf(syntax, token);
  if (token.kind !== 'word' && token.kind !== 'operator') return `${token.kind} ${shortened(text)}`;
  if (KEYWORDS.test(text)) return `<${text}>`;
  if (OPERATORS.test(text)) return `<op:${text}>`;
  if (AGGREGATIONS.test(text)) return `<aggr:${text}>`;
  if (token.kind === 'operator') return goQuote(text);
  return `${text.includes(':') ? 'metric identifier' : 'identifier'} ${goQuote(text)}`;
}

/** Anything over ten characters is cut to ten. */
const shortened = (text: string): string =>
  text.length > 10 ? `${goQuote([...text].slice(0, 10).join(''))}...` : goQuote(text);

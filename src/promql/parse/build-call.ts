import type { SyntaxNode } from '@lezer/common';
import { FORMER_NAMES, FUNCTION_SIGNATURES } from '../function-signatures.ts';
import type { Aggregation, AggregationOperator, Expression } from '../syntax.ts';
import { goQuote } from '../text/go-quote.ts';
import { type BuildContext, expressionNodes, fault, refuse } from './build-context.ts';
import { groupingLabels } from './build-matching.ts';

export function buildCall(context: BuildContext, node: SyntaxNode): Expression {
  const { syntax } = context;
  const identifier = node.getChild('FunctionIdentifier')!;
  const name = syntax.textOf(identifier);
  const args = buildArguments(context, node);
  const signature = FUNCTION_SIGNATURES.get(name);
  if (signature === undefined) {
    const now = FORMER_NAMES.get(name);
    const hint = now === undefined ? undefined : `Prometheus 3.0 renamed it to ${now}`;
    return fault(context, `unknown function with name ${goQuote(name)}`, syntax.span(identifier), hint);
  }
  if (signature.refusal !== null) refuse(context, signature.refusal, name, syntax.span(identifier));
  return { kind: 'call', span: syntax.span(node), name, args };
}

function buildArguments(context: BuildContext, node: SyntaxNode): readonly Expression[] {
  return expressionNodes(node.getChild('FunctionCallBody')!).map((argument) => context.build(context, argument));
}

const WITH_PARAMETER: ReadonlySet<string> = new Set(['topk', 'bottomk', 'count_values', 'quantile']);
const EXPERIMENTAL: ReadonlySet<string> = new Set(['limitk', 'limit_ratio']);

export function buildAggregation(context: BuildContext, node: SyntaxNode): Expression {
  const { syntax } = context;
  const span = syntax.span(node);
  const operatorNode = node.getChild('AggregateOp')!;
  const written = syntax.textOf(operatorNode).toLowerCase();
  const args = buildArguments(context, node);
  const grouping = buildGrouping(context, node.getChild('AggregateModifier'));
  if (EXPERIMENTAL.has(written)) refuse(context, 'experimental-aggregation', written, syntax.span(operatorNode));
  // The refused ones take a number as topk does: as such they are checked.
  const operator = (EXPERIMENTAL.has(written) ? 'topk' : written) as AggregationOperator;
  if (args.length === 0) return fault(context, 'no arguments for aggregate expression provided', span);
  const wanted = WITH_PARAMETER.has(operator) ? 2 : 1;
  if (args.length !== wanted) {
    const counts = `expected ${wanted}, got ${args.length}`;
    return fault(context, `wrong number of arguments for aggregate expression provided, ${counts}`, span);
  }
  const [parameter, expression] = wanted === 2 ? [args[0]!, args[1]!] : [null, args[0]!];
  return { kind: 'aggregation', span, operator, expression, parameter, grouping };
}

function buildGrouping(context: BuildContext, modifier: SyntaxNode | null): Aggregation['grouping'] {
  if (modifier === null) return { kind: 'by', labels: [] };
  const kind = modifier.getChild('By') === null ? 'without' : 'by';
  return { kind, labels: groupingLabels(context, modifier.getChild('GroupingLabels')!) };
}

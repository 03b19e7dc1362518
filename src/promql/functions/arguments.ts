import type { Annotation, Column, Evaluated } from '../evaluated.ts';
import type { Expression, Span } from '../syntax.ts';
import { goQuote } from '../text/go-quote.ts';
import type { FunctionContext } from './function.ts';

/** The type checker has seen to it that an argument is what the signature says. */
function mustBe<Kind extends Evaluated['kind']>(
  kind: Kind,
  arg: Evaluated | undefined,
): Extract<Evaluated, { kind: Kind }> {
  if (arg?.kind !== kind) throw new Error(`expected an argument of type ${kind}, got ${arg?.kind ?? 'none'}`);
  return arg as Extract<Evaluated, { kind: Kind }>;
}

export const vectorOf = (arg: Evaluated | undefined): readonly Column[] => mustBe('vector', arg).columns;
export const scalarOf = (arg: Evaluated | undefined): Float64Array => mustBe('scalar', arg).values;
export const textOf = (arg: Evaluated | undefined): string => mustBe('string', arg).value;

/** The expression without parentheses around it. */
export function bare(expression: Expression): Expression {
  return expression.kind === 'parenthesised' ? bare(expression.expression) : expression;
}

/** Where an argument stands; parentheses around it do not count. */
export const argumentSpan = ({ call }: FunctionContext, index: number): Span => bare(call.args[index]!).span;

export function remark(
  context: FunctionContext,
  kind: Annotation['kind'],
  argumentIndex: number,
  message: string,
): void {
  context.annotate({ kind, message, span: argumentSpan(context, argumentIndex) });
}

/** The message, and the metric it is about where the name is still known. */
export const aboutMetric = (message: string, name: string): string =>
  name === '' ? message : `${message} for metric name ${goQuote(name)}`;

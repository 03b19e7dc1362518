import type { SyntaxNode } from '@lezer/common';
import type { NumberLiteral } from '../syntax.ts';
import { goQuote } from '../text/go-quote.ts';
import { type BuildContext, fault } from './build-context.ts';
import { parseNumberLiteral } from './number-literal.ts';
import { parseDuration } from './parse-duration.ts';

/** The number without its sign, if it has one: `1e3`, `0x1f`, `Inf`, or a duration in seconds (`5m` is 300). */
export function buildNumber(context: BuildContext, node: SyntaxNode): NumberLiteral {
  const { syntax } = context;
  const token = syntax.tokens[syntax.tokenIndex(node.to) - 1]!;
  const span = { from: token.from, to: token.to };
  const text = syntax.text.slice(token.from, token.to);
  if (token.kind === 'duration') {
    const duration = parseDuration(text);
    if (duration.kind === 'invalid') return fault(context, duration.message, span);
    return { kind: 'number', span, value: seconds(duration.ms) };
  }
  const value = parseNumberLiteral(text);
  if (value === null)
    return fault(context, `error parsing number: strconv.ParseFloat: parsing ${goQuote(text)}: invalid syntax`, span);
  return { kind: 'number', span, value };
}

/** As Go does it: whole seconds and nanoseconds apart. */
const seconds = (ms: number): number => Math.floor(ms / 1000) + ((ms % 1000) * 1e6) / 1e9;

/** A number that may have a sign, and where it stands. */
export function buildSignedNumber(context: BuildContext, node: SyntaxNode): NumberLiteral {
  const number = buildNumber(context, node);
  const { from } = context.syntax.span(node);
  if (from === number.span.from) return number;
  return withSign(number, context.syntax.text[from] as '+' | '-', from);
}

export function withSign(number: NumberLiteral, sign: '+' | '-', from: number): NumberLiteral {
  return { ...number, span: { from, to: number.span.to }, value: sign === '-' ? -number.value : number.value };
}

import { type ParseOutcome, parsePromql } from '../../../src/promql/parse/parse.ts';
import type { Expression, Span } from '../../../src/promql/syntax.ts';

/** The expression of a text that has to be valid. */
export function parsed(text: string): Expression {
  const outcome = parsePromql(text);
  if (outcome.kind !== 'parsed') throw new Error(`${text}: ${JSON.stringify(outcome)}`);
  return outcome.expression;
}

/** Everything an expression says, without where it stands: two texts with the same meaning give the same value. */
export function meaning(expression: Expression): unknown {
  return JSON.parse(
    JSON.stringify(expression, (key, value) => {
      if (key === 'span') return undefined;
      // JSON knows none of these.
      if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
        return `number ${Object.is(value, -0) ? '-0' : value}`;
      return value;
    }),
  );
}

/** `4..7 what is wrong`, one line for each fault or refusal. */
export function complaints(outcome: ParseOutcome): readonly string[] {
  if (outcome.kind === 'parsed') return [];
  const list: readonly { readonly span: Span; readonly message: string }[] =
    outcome.kind === 'invalid' ? outcome.faults : outcome.refusals;
  return list.map(({ span, message }) => `${span.from}..${span.to} ${message}`);
}

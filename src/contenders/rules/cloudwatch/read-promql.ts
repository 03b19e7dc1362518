import { parsePromql } from '../../../promql/parse/parse.ts';
import type { Expression } from '../../../promql/syntax.ts';
import { TYPE_WORDS } from '../../../promql/type-of.ts';

/** What the query of a PromQL alarm is. */
export type ReadPromql =
  | { readonly kind: 'evaluable'; readonly expression: Expression }
  /** Right, but not evaluated here. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Each fault with how many letters into the query it stands. */
  | {
      readonly kind: 'invalid';
      readonly faults: readonly { readonly at: number; readonly message: string; readonly hint?: string }[];
    };

/** The query must return an instant vector, as the API reference has it (AlarmPromQLCriteria). */
export function readPromql(query: string): ReadPromql {
  const outcome = parsePromql(query);
  switch (outcome.kind) {
    case 'invalid':
      return {
        kind: 'invalid',
        faults: outcome.faults.map(({ message, span, hint }) => ({
          at: span.from,
          message,
          ...(hint !== undefined && { hint }),
        })),
      };
    case 'refused':
      return { kind: 'refused', reason: outcome.refusals.map(({ message }) => message).join('; ') };
    case 'parsed': {
      if (outcome.type === 'vector') return { kind: 'evaluable', expression: outcome.expression };
      const message = `expected an expression that returns an instant vector, got ${TYPE_WORDS[outcome.type]}`;
      return { kind: 'invalid', faults: [{ at: outcome.expression.span.from, message }] };
    }
  }
}

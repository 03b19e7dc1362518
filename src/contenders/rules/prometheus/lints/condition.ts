import { isComparison } from '../../../../promql/operators.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { children } from '../../../../promql/walk.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from '../evaluation/rule-output.ts';
import { type LintWorld, recordersOf } from './lint-world.ts';
import { metricOf } from './selected-metric.ts';

const ABSENCE = new Set(['absent', 'absent_over_time']);
const STATES = new Set([ALERTS_METRIC, ALERTS_FOR_STATE_METRIC]);

/**
 * Whether what an expression returns depends on more than that there is data: a comparison that filters, something that
 * asks for absence, the state of an alert.
 * @param except a comparison that is not to count
 */
export function isConditional(
  expression: Expression,
  world: LintWorld,
  except: Expression | null = null,
  depth = 0,
): boolean {
  const of = (inner: Expression) => isConditional(inner, world, except, depth);
  switch (expression.kind) {
    case 'instant-selector':
      if (STATES.has(metricOf(expression) ?? '')) return true;
      return (
        depth < DEEPEST_RECORDING &&
        recordersOf(expression, world).some(
          (recorder) => recorder.expression !== null && isConditional(recorder.expression, world, except, depth + 1),
        )
      );
    case 'call':
      return ABSENCE.has(expression.name) || expression.args.some(of);
    case 'binary': {
      const { operator, left, right, returnsBool } = expression;
      if (operator === 'unless') return true;
      if (operator === 'or') return of(left) && of(right);
      const filters =
        expression !== except && isComparison(operator) && !returnsBool && typeOf(expression) === 'vector';
      return filters || of(left) || of(right);
    }
    default:
      return children(expression).some(of);
  }
}

/** Recording rules that read each other are followed this far. */
const DEEPEST_RECORDING = 5;

import type { Expression } from '../../../../promql/syntax.ts';
import { walk } from '../../../../promql/walk.ts';
import { bare, rangedSelector } from './inner-expression.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';
import { recordersOf } from './lint-world.ts';

export const COUNTER_FUNCTIONS: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'resets']);

export const rateOfAggregation: RuleLint = {
  kind: 'rule',
  id: 'rate-of-aggregation',
  severity: 'error',
  what: 'rate(), irate(), increase() or resets() of an aggregation',
  why: 'A sum of counters falls whenever one of them restarts or disappears; rate() takes the fall for a reset of the whole sum and reports a burst that never was.',
  fix: 'take the rate of each counter first: `sum(rate(x[5m]))`',
  find(rule, world) {
    const remarks: Remark[] = [];
    walk(rule.expression, (each) => {
      if (each.kind !== 'call' || !COUNTER_FUNCTIONS.has(each.name)) return;
      const inner = bare(each.args[0]!);
      if (inner.kind === 'subquery') {
        const aggregation = aggregationOf(inner.expression);
        if (aggregation !== null)
          remarks.push({ at: stretchIn(rule, each), message: `${each.name}() of ${aggregation}()` });
      }
      const selector = rangedSelector(each, COUNTER_FUNCTIONS);
      if (selector === null) return;
      for (const recorder of recordersOf(selector, world)) {
        const aggregation = recorder.expression === null ? null : aggregationOf(recorder.expression);
        if (aggregation === null) continue;
        const message = `${each.name}() of ${recorder.rule.name}, which is recorded as ${aggregation}()`;
        remarks.push({ at: stretchIn(rule, each), message });
      }
    });
    return remarks;
  },
};

/** The aggregation of something that is not a rate already. */
function aggregationOf(expression: Expression): string | null {
  const inner = bare(expression);
  if (inner.kind !== 'aggregation') return null;
  let hasRate = false;
  walk(inner, (each) => {
    if (each.kind === 'call' && (COUNTER_FUNCTIONS.has(each.name) || each.name === 'delta')) hasRate = true;
  });
  return hasRate ? null : inner.operator;
}

import { walk } from '../../../../promql/walk.ts';
import { rangedSelector } from './inner-expression.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';
import { recordersOf } from './lint-world.ts';
import { kindOf } from './metric-kind.ts';
import { COUNTER_FUNCTIONS } from './rate-of-aggregation.ts';
import { metricOf } from './selected-metric.ts';

export const rateOnGauge: RuleLint = {
  kind: 'rule',
  id: 'rate-on-gauge',
  severity: 'warning',
  what: 'rate(), irate(), increase() or resets() of a gauge',
  why: 'They take every fall for a counter that began anew and add the value before it: of a gauge that goes up and down they make a large number that means nothing.',
  fix: 'use delta() or deriv(), or compare the gauge itself',
  find(rule, world) {
    const remarks: Remark[] = [];
    walk(rule.expression, (each) => {
      if (each.kind !== 'call') return;
      const selector = rangedSelector(each, COUNTER_FUNCTIONS);
      const metric = selector === null ? null : metricOf(selector);
      if (selector === null || metric === null || recordersOf(selector, world).length > 0) return;
      const { kind, why } = kindOf(metric, world);
      if (kind !== 'gauge') return;
      remarks.push({ at: stretchIn(rule, each), message: `${each.name}() of ${metric}, which is a gauge ${why}` });
    });
    return remarks;
  },
};

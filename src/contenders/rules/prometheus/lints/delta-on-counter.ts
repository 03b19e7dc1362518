import { walk } from '../../../../promql/walk.ts';
import { rangedSelector } from './inner-expression.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';
import { recordersOf } from './lint-world.ts';
import { kindOf } from './metric-kind.ts';
import { metricOf } from './selected-metric.ts';

const GAUGE_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['delta', 'idelta', 'deriv', 'predict_linear', 'double_exponential_smoothing'],
]);

export const deltaOnCounter: RuleLint = {
  kind: 'rule',
  id: 'delta-on-counter',
  severity: 'warning',
  what: 'delta(), idelta(), deriv(), predict_linear() or double_exponential_smoothing() of a counter',
  why: 'They know nothing of resets: each restart of the process reads as a fall to nothing.',
  fix: 'use increase(), irate() or rate()',
  find(rule, world) {
    const remarks: Remark[] = [];
    walk(rule.expression, (each) => {
      if (each.kind !== 'call') return;
      const selector = rangedSelector(each, GAUGE_FUNCTIONS);
      const metric = selector === null ? null : metricOf(selector);
      if (selector === null || metric === null || recordersOf(selector, world).length > 0) return;
      const { kind, why } = kindOf(metric, world);
      if (kind !== 'counter') return;
      remarks.push({ at: stretchIn(rule, each), message: `${each.name}() of ${metric}, which is a counter ${why}` });
    });
    return remarks;
  },
};

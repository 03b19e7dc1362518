import { formatExpression } from '../../../../promql/format-expression.ts';
import { METRIC_NAME } from '../../../../promql/labels.ts';
import type { InstantSelector } from '../../../../promql/syntax.ts';
import { walk } from '../../../../promql/walk.ts';
import { suggest } from '../../../../telemetry/suggest.ts';
import type { DataFacts } from '../coverage/data-facts.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from '../evaluation/rule-output.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';
import { recordersOf } from './lint-world.ts';
import { metricOf } from './selected-metric.ts';

export const metricNotInData: RuleLint = {
  kind: 'rule',
  id: 'metric-not-in-data',
  severity: 'warning',
  what: 'a selector that finds no series in the data set (with --data)',
  why: 'Over this data the rule says nothing, whatever happens: its silence is no evidence.',
  fix: 'see whether the metric is misspelt, has another name in this version of its exporter, or was not recorded',
  find(rule, world) {
    const { data } = world;
    if (data === null) return [];
    const remarks: Remark[] = [];
    walk(rule.expression, (each) => {
      if (each.kind !== 'instant-selector') return;
      const metric = metricOf(each);
      if (metric === ALERTS_METRIC || metric === ALERTS_FOR_STATE_METRIC) return;
      if (recordersOf(each, world).length > 0 || data.matching(each) > 0) return;
      const names = [...data.metrics, ...world.recordings.keys()];
      remarks.push({ at: stretchIn(rule, each), ...whatIsMissing(each, metric, data, names) });
    });
    return remarks;
  },
};

function whatIsMissing(
  selector: InstantSelector,
  metric: string | null,
  data: DataFacts,
  names: readonly string[],
): Pick<Remark, 'message' | 'fix'> {
  if (metric !== null && !data.metrics.has(metric)) {
    const near = suggest(metric, names);
    return {
      message: `${data.name} has no metric ${metric}`,
      ...(near !== undefined && { fix: `did you mean ${near}?` }),
    };
  }
  const message = `no series of ${data.name} matches ${formatExpression(selector)}`;
  const misses = selector.matchers.filter(({ label }) => label !== METRIC_NAME);
  for (const { label, matches } of misses) {
    const values = data.labelValues(metric, label);
    if (values.some(matches) || matches('')) continue;
    const some = values.slice(0, 5).map((value) => JSON.stringify(value));
    const rest = values.length > some.length ? ', …' : '';
    return {
      message,
      fix: some.length === 0 ? `it has no label ${label}` : `${label} is ${some.join(', ')}${rest} there`,
    };
  }
  return { message };
}

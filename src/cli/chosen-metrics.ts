import { withCosts } from '../accuracy/cost-per-day.ts';
import type { CostTable } from '../accuracy/cost-table.ts';
import type { Metric } from '../accuracy/metric.ts';
import { METRICS, metricById, needsThreshold } from '../accuracy/metrics.ts';
import { SERIES_METRICS } from '../accuracy/series-metrics/series-metrics.ts';
import { withVusBuffer } from '../accuracy/series-metrics/vus-metrics.ts';
import { InputError } from '../faults.ts';

/** Names that stand for several metrics on the command line. */
export const METRIC_GROUPS: Readonly<Record<string, readonly string[]>> = {
  all: METRICS.map(({ card }) => card.id),
  'tsb-ad': [
    'vus-pr',
    'vus-roc',
    'average-precision',
    'roc-auc',
    'standard-f1',
    'pa-f1',
    'tsb-event-f1',
    'range-f1',
    'affiliation-f1',
  ],
};

interface MetricOptions {
  readonly metrics?: readonly string[];
  /** Whether there is a threshold; without one only what looks at scores alone can be said. */
  readonly hasThreshold: boolean;
  readonly costs?: CostTable | undefined;
  readonly vusBuffer?: number | undefined;
}

/**
 * The metrics asked for, groups spelled out; by default those of operations, points and ranks. The benchmarks' metrics
 * of whole series are on request: there are many, and several flatter.
 * @throws InputError `metric/unknown`, `score/no-threshold`
 */
export function chosenMetrics({ metrics, hasThreshold, costs, vusBuffer }: MetricOptions): readonly Metric[] {
  const all = metrics?.includes('all') === true;
  const named = metrics?.flatMap((id) => METRIC_GROUPS[id] ?? [id]).map(metricById);
  const offered = named ?? METRICS.filter((metric) => !SERIES_METRICS.includes(metric));
  const possible = (metric: Metric) => hasThreshold || !needsThreshold(metric);
  const without = named === undefined || all ? [] : named.filter((metric) => !possible(metric));
  if (without.length > 0) {
    const names = without.map(({ card }) => card.id).join(', ');
    throw InputError.of('score/no-threshold', `--threshold is missing: without it there is no ${names}`);
  }
  return withVusBuffer(withCosts([...new Set(offered.filter(possible))], costs), vusBuffer);
}

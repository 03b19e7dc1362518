import { type Labels, labelsOf, labelValue, METRIC_NAME } from '../../../../promql/labels.ts';
import type { SampleSeries } from '../../../../promql/sample-source.ts';
import { ALERTS_METRIC } from '../evaluation/rule-output.ts';

/** When an alert was pending or firing, evaluation by evaluation, as `ALERTS` tells. */
export interface AlertActivity {
  has(alert: Labels, atMs: number): boolean;
  timesOf(alert: Labels): readonly number[];
}

export function alertActivity(series: readonly SampleSeries[]): AlertActivity {
  const known = new Map<string, Set<number>>();
  for (const { labels, timestampsMs, stale } of series) {
    if (labelValue(labels, METRIC_NAME) !== ALERTS_METRIC) continue;
    const { key } = labelsOf(labels.pairs.filter(([name]) => name !== METRIC_NAME && name !== 'alertstate'));
    const times = known.get(key) ?? new Set();
    known.set(key, times);
    timestampsMs.forEach((atMs, i) => {
      if (stale?.[i] !== 1) times.add(atMs);
    });
  }
  return {
    has: ({ key }, atMs) => known.get(key)?.has(atMs) ?? false,
    timesOf: ({ key }) => [...(known.get(key) ?? [])],
  };
}

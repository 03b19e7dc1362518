import type { MetricValue, PolicySettings } from '../record/schema.ts';
import { candidateThresholds, chooseCandidate } from '../replay/threshold-search.ts';
import { computeMetric, type Metric } from './metric.ts';
import type { Tolerance } from './tolerance.ts';
import { judge, type Watched } from './watched.ts';

export interface Chosen {
  readonly threshold: number;
  /** The metric on the data the threshold was chosen on. */
  readonly objective: MetricValue;
  readonly trials: number;
}

/** The candidate threshold at which the metric is best on the given recordings, under the shared policy. */
export function chooseThreshold(input: {
  readonly metric: Metric;
  readonly on: readonly Watched[];
  readonly policy: PolicySettings;
  readonly trials: number;
  readonly tolerance?: Tolerance;
}): Chosen {
  const { metric, on, policy, trials, tolerance } = input;
  const candidates = candidateThresholds(
    on.map(({ task, trace }) => trace.scores.subarray(task.fromRow)),
    trials,
  );
  const values = candidates.map((threshold) =>
    computeMetric(
      metric,
      on.map((watched) => judge(watched, threshold, policy, tolerance)),
    ),
  );
  const sign = metric.card.better === 'lower' ? -1 : 1;
  const chosen = chooseCandidate(values.map((value) => (value.kind === 'defined' ? sign * value.value : null)));
  return { threshold: candidates[chosen]!, objective: values[chosen]!, trials: candidates.length };
}

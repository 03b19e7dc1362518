import { AS_WRITTEN_THRESHOLD, type Contender } from '../contenders/contract.ts';
import type { AccuracyResult, Plan, PolicySettings } from '../record/schema.ts';
import { type BootstrapSettings, bootstrapMetrics, chooseBlocks } from './bootstrap.ts';
import type { Metric } from './metric.ts';
import { judge, type Watched } from './watched.ts';

/** Rules, models and what is made of them say what they mean by "alert"; a graded baseline has only a scale. */
export const hasThresholdOfItsOwn = ({ traits }: Contender): boolean =>
  traits.family !== 'baseline' || traits.score === 'binary';

/** The figures at the author's own threshold: nothing was chosen on this data by us, whatever the author did. */
export function asWritten(input: {
  readonly watched: readonly Watched[];
  readonly metrics: readonly Metric[];
  readonly primaryMetric: string;
  readonly policy: PolicySettings;
  readonly tolerance: Plan['accuracy']['tolerance'];
  readonly bootstrap: BootstrapSettings;
}): NonNullable<AccuracyResult['asWritten']> {
  const { watched, metrics, primaryMetric, policy, tolerance, bootstrap } = input;
  const judged = watched.map((one) => judge(one, AS_WRITTEN_THRESHOLD, policy, tolerance));
  const figures = bootstrapMetrics(metrics, chooseBlocks(judged).blocks, bootstrap);
  return {
    threshold: AS_WRITTEN_THRESHOLD,
    metrics: figures.map(({ value }, i) => ({ metric: metrics[i]!.card.id, value })),
    replicates: figures[metrics.findIndex(({ card }) => card.id === primaryMetric)]!.replicates,
    pages: Object.fromEntries(
      judged.map(({ alerts }, i) => [watched[i]!.trace.recordingId, alerts.map(({ startMs }) => startMs)]),
    ),
  };
}

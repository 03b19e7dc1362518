import { deriveSeed } from '../chance.ts';
import type { Contender } from '../contenders/contract.ts';
import type {
  AccuracyResult,
  MetricReading,
  Plan,
  PolicySettings,
  RecordingResult,
  ThresholdChoice,
} from '../record/schema.ts';
import type { Alert } from '../replay/alert-policy.ts';
import type { Assignment } from '../replay/assignment.ts';
import { asWritten, hasThresholdOfItsOwn } from './as-written.ts';
import { bootstrapMetrics, chooseBlocks } from './bootstrap.ts';
import { chooseThresholds } from './choose-thresholds.ts';
import { withCosts } from './cost-per-day.ts';
import { goesOutIn } from './matching.ts';
import { isUnderPromise, measurePromise } from './measure-promise.ts';
import { computeMetric, type Judged, type Metric } from './metric.ts';
import { metricById } from './metrics.ts';
import { thinCurve } from './thin-curve.ts';
import { watchAssignments } from './watch-assignments.ts';
import { judge, type Watched } from './watched.ts';

export interface AccuracyTask {
  readonly contender: Contender;
  readonly assignments: readonly Assignment[];
  readonly seed: number;
  /** Seed of the bootstrap: the same for every contender, so that their resamples pair. */
  readonly planSeed: number;
  readonly settings: Plan['accuracy'];
  readonly policy: PolicySettings;
  readonly onProgress?: (doneShare: number) => void;
}

/**
 * Fit on the training part, replay, choose the threshold on data that is not judged, judge.
 * Under `leave-one-out` (no tuning recordings) each judged group gets the threshold that is best on all the others.
 */
export async function studyAccuracy(input: AccuracyTask): Promise<AccuracyResult> {
  const { settings, policy } = input;
  const { tune, judged, backend } = await watchAssignments(input);
  const { tolerance } = settings;
  const [primary, ...metrics] = withCosts(
    [settings.primaryMetric, ...settings.metrics].map(metricById),
    settings.costs,
  );
  const { heldOut, inSample } = chooseThresholds({ tune, judged }, primary!, { accuracy: settings, policy });

  const judgeBy = ({ folds }: ThresholdChoice) =>
    judged.map((watched) => {
      const { threshold } = folds.find((fold) => fold.judged.includes(watched.trace.recordingId))!;
      return judge(watched, threshold, policy, tolerance);
    });
  const heldOutJudged = judgeBy(heldOut);
  const inSampleJudged = judgeBy(inSample);

  const bootstrap = { resamples: settings.bootstrapResamples, seed: deriveSeed(input.planSeed, 'bootstrap') };
  const { blocks, blockMs } = chooseBlocks(heldOutJudged);
  const figures = bootstrapMetrics(metrics, blocks, bootstrap).map((value, i) => ({
    metric: metrics[i]!.card.id,
    ...value,
  }));
  const promise = measurePromise(judged.filter(isUnderPromise));
  const written = hasThresholdOfItsOwn(input.contender)
    ? asWritten({ watched: judged, metrics, primaryMetric: settings.primaryMetric, policy, tolerance, bootstrap })
    : undefined;
  // What is drawn and told of recording by recording is the first seed's.
  const told = input.seed === input.planSeed ? judged : [];
  return {
    kind: 'accuracy',
    backend,
    threshold: heldOut,
    metrics: figures.map(({ metric, value }) => ({ metric, value })),
    inSample: { threshold: inSample, metrics: readings(metrics, inSampleJudged) },
    ...(written && { asWritten: written }),
    ...(promise && { promise }),
    perRecording: told.map((watched, i) => recordingResult(watched, heldOutJudged[i]!, metrics)),
    replicates: figures.find(({ metric }) => metric === settings.primaryMetric)!.replicates,
    bootstrap: { ...bootstrap, blocks: blocks.length, blockMs },
  };
}

const readings = (metrics: readonly Metric[], judged: readonly Judged[]): MetricReading[] =>
  metrics.map((metric) => ({ metric: metric.card.id, value: computeMetric(metric, judged) }));

function recordingResult({ trace, task }: Watched, judged: Judged, metrics: readonly Metric[]): RecordingResult {
  const abstentions: Record<string, number> = {};
  for (let row = task.fromRow; row < trace.scores.length; row++) {
    const reason = trace.abstentions[row];
    if (reason !== undefined) abstentions[reason] = (abstentions[reason] ?? 0) + 1;
  }
  return {
    recording: trace.recordingId,
    threshold: judged.threshold,
    alerts: judged.alerts.map((alert) => recordAlert(alert, judged)),
    abstentions,
    curve: thinCurve(trace),
    metrics: readings(metrics, [judged]),
  };
}

function recordAlert(alert: Alert, { incidents, benign, tolerance }: Judged): RecordingResult['alerts'][number] {
  return {
    startMs: alert.startMs,
    endMs: alert.endMs,
    spans: alert.spans.map((span) => [span.startMs, span.endMs]),
    peakScore: alert.peakScore,
    causes: alert.causes.map((cause) => ({ ...cause })),
    incidents: incidents.filter((incident) => goesOutIn(alert, incident, tolerance)).map(({ id }) => id),
    benign: benign.filter((event) => goesOutIn(alert, event)).map(({ id }) => id),
  };
}

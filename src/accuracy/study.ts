import { deriveSeed } from '../chance.ts';
import { backendOf, type Contender, type Watcher } from '../contenders/contract.ts';
import type {
  AccuracyResult,
  MetricReading,
  Plan,
  PolicySettings,
  RecordingResult,
  ThresholdChoice,
} from '../record/schema.ts';
import type { Alert } from '../replay/alert-policy.ts';
import type { Assignment, WatchTask } from '../replay/assignment.ts';
import { replay } from '../replay/replay.ts';
import { bootstrapMetrics, chooseBlocks } from './bootstrap.ts';
import { withCosts } from './cost-per-day.ts';
import { goesOutIn } from './matching.ts';
import { computeMetric, type Judged, type Metric } from './metric.ts';
import { metricById } from './metrics.ts';
import { thinCurve } from './thin-curve.ts';
import { chooseThreshold } from './threshold-choice.ts';
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
  const { tune, judged, backend } = await watchAll(input);
  const { tolerance } = settings;
  const [primary, ...metrics] = withCosts(
    [settings.primaryMetric, ...settings.metrics].map(metricById),
    settings.costs,
  );
  const choose = (on: readonly Watched[]) =>
    chooseThreshold({
      metric: primary!,
      on,
      policy,
      trials: settings.thresholdTrials,
      ...(tolerance && { tolerance }),
    });

  const heldOut: ThresholdChoice['folds'] = [];
  for (const group of foldsOf(tune, judged)) {
    const chosenOn = tune.length > 0 ? tune : judged.filter((watched) => !group.includes(watched));
    if (chosenOn.length === 0)
      throw new Error(`nothing is left to choose a threshold on when ${ids(group).join(', ')} is left out`);
    heldOut.push({ judged: ids(group), chosenOn: ids(chosenOn), ...choose(chosenOn) });
  }
  const inSample: ThresholdChoice['folds'] = [{ judged: ids(judged), chosenOn: ids(judged), ...choose(judged) }];

  const thresholdOf = (folds: ThresholdChoice['folds'], id: string) =>
    folds.find((fold) => fold.judged.includes(id))!.threshold;
  const heldOutJudged = judged.map((watched) => judge(watched, thresholdOf(heldOut, idOf(watched)), policy, tolerance));
  const inSampleJudged = judged.map((watched) =>
    judge(watched, thresholdOf(inSample, idOf(watched)), policy, tolerance),
  );

  const bootstrap = { resamples: settings.bootstrapResamples, seed: deriveSeed(input.planSeed, 'bootstrap') };
  const { blocks, blockMs } = chooseBlocks(heldOutJudged);
  const figures = bootstrapMetrics(metrics, blocks, bootstrap).map((value, i) => ({
    metric: metrics[i]!.card.id,
    ...value,
  }));
  return {
    kind: 'accuracy',
    backend,
    threshold: { protocol: 'held-out', folds: heldOut },
    metrics: figures.map(({ metric, value }) => ({ metric, value })),
    inSample: { threshold: { protocol: 'in-sample', folds: inSample }, metrics: readings(metrics, inSampleJudged) },
    perRecording: judged.map((watched, i) => recordingResult(watched, heldOutJudged[i]!, metrics)),
    replicates: figures.find(({ metric }) => metric === settings.primaryMetric)!.replicates,
    bootstrap: { ...bootstrap, blocks: blocks.length, blockMs },
  };
}

async function watchAll({ contender, assignments, seed, onProgress }: AccuracyTask) {
  const tune: Watched[] = [];
  const judged: Watched[] = [];
  let backend: string | null = null;
  for (const [i, assignment] of assignments.entries()) {
    const watcher = await contender.fit({ train: assignment.train, seed });
    backend ??= backendOf(watcher);
    try {
      // Without validation recordings the threshold is searched on the training ones: still nothing that is judged.
      const tuneTasks =
        assignment.tune.length === 0 && assignments.length === 1 ? trainingTasks(assignment) : assignment.tune;
      tune.push(...watch(watcher, tuneTasks));
      judged.push(...watch(watcher, assignment.judged));
    } finally {
      watcher.dispose();
    }
    onProgress?.((i + 1) / assignments.length);
  }
  return { tune, judged, backend };
}

const watch = (watcher: Watcher, tasks: readonly WatchTask[]): Watched[] =>
  tasks.map((task) => ({ task, trace: replay(watcher, task.labelled.recording) }));

/** Training recordings hold no judged row, so a threshold chosen on them is held out; it may be optimistic. */
const trainingTasks = ({ train }: Assignment): WatchTask[] =>
  train.map((labelled) => ({ labelled, fromRow: 0, group: labelled.recording.id }));

/** Judged recordings that share a threshold: all of them where there is something to tune on, else one group at a time. */
function foldsOf(tune: readonly Watched[], judged: readonly Watched[]): Watched[][] {
  if (tune.length > 0) return [[...judged]];
  const groups = new Map<string, Watched[]>();
  for (const watched of judged) groups.set(watched.task.group, [...(groups.get(watched.task.group) ?? []), watched]);
  return [...groups.values()];
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

const idOf = ({ trace }: Watched): string => trace.recordingId;
const ids = (watched: readonly Watched[]): string[] => watched.map(idOf);

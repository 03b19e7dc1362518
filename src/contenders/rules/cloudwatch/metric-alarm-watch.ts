import { type Channel, channelName } from '../../../telemetry/recording.ts';
import type { State } from '../../state-codec.ts';
import { JUST_UNDER_FIRING } from '../severity.ts';
import type { MetricAlarm } from './alarm.ts';
import { alarmCause, type Judged } from './alarm-cause.ts';
import type { AlarmWatch } from './alarm-watch.ts';
import type { BoundAlarm } from './bind-alarm.ts';
import { type DataPoint, pointsOf } from './data-points.ts';
import {
  type EvaluationClock,
  evaluationClock,
  evaluationStepMs,
  type RowTiming,
  type SavedClock,
} from './evaluation-clock.ts';
import { type EvaluationRange, periodsFetched } from './evaluation-range.ts';
import { type Period, periodsAt } from './evaluation-window.ts';
import { type MetricFeed, metricFeed } from './metric-feed.ts';
import { type AlarmState, decide, type Point } from './missing-data.ts';
import { fewestSamples } from './statistic.ts';

interface Saved {
  readonly clock: SavedClock;
  readonly feeds: readonly State[];
  readonly bands: readonly State[];
  readonly state: AlarmState;
  readonly severity: number;
  readonly sinceMs: number;
  readonly warm: boolean;
  readonly judged: Judged | null;
}

export interface WatchOptions {
  readonly timing: RowTiming;
  readonly range: EvaluationRange;
}

/** A metric alarm on the channels it was bound to: its data points, its decision every minute, its state. */
export function metricAlarmWatch(
  { alarm, sources, band }: BoundAlarm,
  channels: readonly Channel[],
  { timing, range }: WatchOptions,
  from?: State,
): AlarmWatch {
  const saved = from as unknown as Saved | undefined;
  const clock = evaluationClock(evaluationStepMs(alarm.periodMs), timing, saved?.clock);
  const fetched = periodsFetched(range, alarm.evaluationPeriods);
  const capacity = capacityFor(alarm, clock, fetched);
  const feeds = sources.map(({ reduction, statistic }, i) =>
    metricFeed(reduction, statistic, capacity, saved?.feeds[i]),
  );
  const edges = (band === null ? [] : [band.lower, band.upper]).map((column, i) =>
    metricFeed({ kind: 'as-is', column }, { kind: 'Average' }, capacity, saved?.bands[i]),
  );
  let state: AlarmState = saved?.state ?? 'INSUFFICIENT_DATA';
  let severity = saved?.severity ?? 0;
  let sinceMs = saved?.sinceMs ?? Number.NaN;
  let warm = saved?.warm ?? alarm.warmUp === null;
  let judged = saved?.judged ?? null;
  const dueBuckets = new Map<number, number>();

  return {
    name: alarm.name,
    get state() {
      return state;
    },
    get severity() {
      return severity;
    },
    get canTell() {
      return state === 'ALARM' || (state === 'OK' && feeds.some(({ sawData }) => sawData));
    },
    take({ timestampMs, values }) {
      const bucket = clock.see(timestampMs);
      for (const feed of feeds) feed.take(bucket, values);
      for (const edge of edges) edge.take(bucket, values);
      dueBuckets.clear();
      for (const [first, last] of clock.due(capacity)) {
        for (let due = first; due <= last; due++) dueBuckets.set(clock.startOf(due + 1), due);
      }
      return [...dueBuckets.keys()];
    },
    evaluate(atMs) {
      const bucket = dueBuckets.get(atMs);
      if (bucket === undefined) return;
      const periods = periodsInRecording(alarm, clock, bucket, fetched);
      if (periods === null) return;
      const points = pointsOf(alarm, sources, feeds, edges, periods, clock);
      if (!warm) warm = isWarm(alarm, points, atMs - clock.startOf(clock.first));
      if (!warm) return;
      const kinds = points.map(({ kind }) => kind);
      const decision = decide(kinds, alarm);
      const keeps = decision === 'keep' || (alarm.ignoresLowSampleCount && isThin(sources, feeds, periods, kinds));
      if (!keeps && decision !== state) {
        state = decision;
        sinceMs = atMs;
      }
      judged = judge(alarm, points, state, atMs - sinceMs);
      severity = severityOf(alarm, points, state);
    },
    cause() {
      const [only, ...more] = sources;
      const channel = only !== undefined && more.length === 0 ? channelName(channels[only.reduction.column]!) : null;
      return alarmCause(alarm, judged!, state, { channel, phaseKnown: clock.phaseKnown });
    },
    saved: () =>
      ({
        clock: clock.state(),
        feeds: feeds.map((feed) => feed.state()),
        bands: edges.map((edge) => edge.state()),
        state,
        severity,
        sinceMs,
        warm,
        judged,
      }) as unknown as State,
  };
}

function capacityFor(alarm: MetricAlarm, clock: EvaluationClock, fetched: number): number {
  const aside = alarm.window.kind === 'wall-clock' ? 2 : 0; // the period that is running, and a day of 25 hours
  return Math.ceil(((fetched + aside) * alarm.periodMs) / clock.bucketMs) + 1;
}

/**
 * The range at the end of a bucket without what lies before the recording, of which nothing is known; null until the
 * recording covers the N periods that are judged.
 */
function periodsInRecording(
  alarm: MetricAlarm,
  clock: EvaluationClock,
  bucket: number,
  fetched: number,
): Period[] | null {
  const all = periodsAt(alarm.window, clock, alarm.periodMs, bucket, fetched);
  const inside = all.filter(({ from }) => from >= clock.first);
  return inside.length >= alarm.evaluationPeriods ? inside : null;
}

/** A warm-up ends when its time is over or, unless it is to be waited for in full, when N periods have data. */
function isWarm({ warmUp, evaluationPeriods }: MetricAlarm, points: readonly DataPoint[], aliveMs: number): boolean {
  if (warmUp === null || aliveMs >= warmUp.durationMs) return true;
  return !warmUp.full && points.slice(-evaluationPeriods).every(({ kind }) => kind !== 'missing');
}

/** Whether the newest data point is a percentile of too few samples to mean anything. */
function isThin(
  sources: BoundAlarm['sources'],
  feeds: readonly MetricFeed[],
  periods: readonly Period[],
  kinds: readonly Point[],
): boolean {
  const newest = periods[kinds.findLastIndex((kind) => kind !== 'missing')];
  if (newest === undefined) return false;
  return sources.some(
    ({ statistic }, i) =>
      statistic.kind === 'percentile' && feeds[i]!.samplesOf(newest) < fewestSamples(statistic.share),
  );
}

/** The points a decision was about: the N newest readings, or all there are. */
const considered = ({ evaluationPeriods }: MetricAlarm, points: readonly DataPoint[]) =>
  points.filter(({ kind }) => kind !== 'missing').slice(-evaluationPeriods);

/**
 * The M-th largest ratio among the points considered: by this factor the limit could be stricter or laxer before the
 * alarm changes its mind. A missing point that counts as breaching is just at its limit.
 */
function severityOf(alarm: MetricAlarm, points: readonly DataPoint[], state: AlarmState): number {
  const real = considered(alarm, points);
  const filled = alarm.treatMissingData === 'breaching' ? alarm.evaluationPeriods - real.length : 0;
  const ratios = [...real.map(({ compared }) => compared!.ratio), ...new Array<number>(filled).fill(1)];
  const ratio = ratios.sort((a, b) => b - a)[alarm.datapointsToAlarm - 1] ?? 0;
  return state === 'ALARM' ? Math.max(1, ratio) : Math.min(JUST_UNDER_FIRING, ratio);
}

function judge(alarm: MetricAlarm, points: readonly DataPoint[], state: AlarmState, forMs: number): Judged {
  const real = considered(alarm, points);
  const breaches = real.filter(({ kind }) => kind === 'breaching');
  const newest = (state === 'ALARM' ? breaches.at(-1) : undefined) ?? real.at(-1);
  return {
    value: newest?.value ?? null,
    limit: newest?.compared?.limit ?? null,
    side: newest?.compared?.side ?? '',
    isBreaching: newest?.kind === 'breaching',
    breaches: breaches.length,
    readings: real.length,
    missing: Math.max(0, alarm.evaluationPeriods - real.length),
    forMs,
  };
}

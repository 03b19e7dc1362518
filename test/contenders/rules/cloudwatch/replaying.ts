import type { Verdict } from '../../../../src/contenders/contract.ts';
import {
  type CloudwatchSession,
  cloudwatchSession,
} from '../../../../src/contenders/rules/cloudwatch/cloudwatch-session.ts';
import type { AlarmState } from '../../../../src/contenders/rules/cloudwatch/missing-data.ts';
import type { OpenQuery } from '../../../../src/contenders/rules/cloudwatch/promql-query.ts';
import { type Alarms, parseAlarms } from '../../../../src/contenders/rules/cloudwatch/read-alarms.ts';
import type { ReplaySettings } from '../../../../src/contenders/rules/cloudwatch/settings.ts';
import { parseDurationMs } from '../../../../src/duration.ts';
import { parseChannelName } from '../../../../src/telemetry/channel-name.ts';
import type { Recording } from '../../../../src/telemetry/recording.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A metric alarm on `cpu`, one period of one minute above 80, changed as told. */
export const alarm = (name: string, changes: Fields = {}): Fields => ({
  AlarmName: name,
  MetricName: 'cpu',
  Namespace: 'Test',
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
  ...changes,
});

export const parsed = (metric: readonly Fields[], composite: readonly Fields[] = []): Alarms =>
  parseAlarms(JSON.stringify({ MetricAlarms: metric, CompositeAlarms: composite }, null, 2), 'alarms.json');

export const settings = (changes: Partial<ReplaySettings> = {}): ReplaySettings => ({
  evaluationRange: 'usual',
  stamp: 'start',
  alarms: ['**'],
  metrics: [],
  bands: [],
  resolutionMs: 60_000,
  ...changes,
});

/** Evenly spaced readings per channel name; NaN: none. */
export function rows(step: string, columns: Readonly<Record<string, readonly number[]>>, startMs = 0): Recording {
  const stepMs = parseDurationMs(step);
  const length = Object.values(columns)[0]?.length ?? 0;
  return {
    id: 'r',
    channels: Object.keys(columns).map((name) => ({ labels: parseChannelName(name), unit: '1', kind: 'gauge' })),
    timestampsMs: Float64Array.from({ length }, (_, row) => startMs + row * stepMs),
    columns: Object.values(columns).map((values) => Float64Array.from(values)),
  };
}

export interface Replayed {
  readonly session: CloudwatchSession;
  readonly verdicts: readonly Verdict[];
  /** Per alarm a letter a row: `#` ALARM, `.` OK, `?` INSUFFICIENT_DATA. */
  readonly pictures: Readonly<Record<string, string>>;
}

const LETTERS: Readonly<Record<AlarmState, string>> = { ALARM: '#', OK: '.', INSUFFICIENT_DATA: '?' };

export function replayed(
  { alarms }: Pick<Alarms, 'alarms'>,
  recording: Recording,
  changes: Partial<ReplaySettings> = {},
  openQuery?: OpenQuery,
): Replayed {
  const session = cloudwatchSession({ alarms, settings: settings(changes), openQuery }, recording.channels);
  const pictures: Record<string, string> = {};
  const verdicts = Array.from(recording.timestampsMs, (timestampMs, row) => {
    const values = Float64Array.from(recording.columns, (column) => column[row]!);
    const verdict = session.observe({ timestampMs, values });
    for (const [name, state] of session.states()) pictures[name] = (pictures[name] ?? '') + LETTERS[state];
    return verdict;
  });
  return { session, verdicts, pictures };
}

/** One alarm over a recording, as a picture. */
export function picture(changes: Fields, recording: Recording, replay: Partial<ReplaySettings> = {}): string {
  return replayed(parsed([alarm('a', changes)]), recording, replay).pictures.a ?? '';
}

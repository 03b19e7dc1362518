import { type Recording, rowCount } from '../../../telemetry/recording.ts';
import type { Alarm } from './alarm.ts';
import { cloudwatchSession } from './cloudwatch-session.ts';
import { formatEvaluationRange } from './evaluation-range.ts';
import type { AlarmState } from './missing-data.ts';
import type { OpenQuery } from './promql-query.ts';
import type { ReplaySettings } from './settings.ts';

/** How much of an alarm's history hangs on how many periods CloudWatch fetches, which it does not say. */
export interface AlarmSweep {
  readonly alarm: string;
  /** Rows on which the alarm was replayed. */
  readonly rows: number;
  /** Rows on which its state is not the same under every range. */
  readonly dependentRows: number;
  /** The first of these, with the state under each range. */
  readonly firstDependent: {
    readonly timestampMs: number;
    readonly states: Readonly<Record<string, AlarmState>>;
  } | null;
  /** Transitions into ALARM under each range. */
  readonly firings: Readonly<Record<string, number>>;
  /** Times at which it goes into ALARM under some ranges and not under others. */
  readonly dependentFirings: readonly { readonly timestampMs: number; readonly under: readonly string[] }[];
}

export interface SweepTask {
  readonly alarms: readonly Alarm[];
  readonly recording: Recording;
  readonly settings: ReplaySettings;
  /** Periods fetched beyond N: `[0, 1, 2, 3]` compares N, N+1, N+2 and N+3. */
  readonly more: readonly number[];
  readonly openQuery?: OpenQuery;
}

/** Every replayed alarm under every range, row by row. Composite alarms are compared too: their children may differ. */
export function sweepEvaluationRange({ alarms, recording, settings, more, openQuery }: SweepTask): AlarmSweep[] {
  const ranges = more.map((each) => formatEvaluationRange({ more: each }));
  const histories = ranges.map((evaluationRange) =>
    historyOf({ alarms, settings: { ...settings, evaluationRange }, openQuery }, recording),
  );
  const names = [...(histories[0]?.keys() ?? [])];
  return names.map((alarm) => {
    const under = histories.map((history) => history.get(alarm)!); // the same alarms are replayed under every range
    return { alarm, rows: rowCount(recording), ...compareHistories(ranges, under, recording.timestampsMs) };
  });
}

function historyOf(
  options: Parameters<typeof cloudwatchSession>[0],
  { channels, columns, timestampsMs }: Recording,
): ReadonlyMap<string, readonly AlarmState[]> {
  const session = cloudwatchSession(options, channels);
  const history = new Map<string, AlarmState[]>();
  const values = new Float64Array(columns.length);
  timestampsMs.forEach((timestampMs, row) => {
    columns.forEach((column, c) => {
      values[c] = column[row]!;
    });
    session.observe({ timestampMs, values });
    for (const [name, state] of session.states()) {
      const states = history.get(name);
      if (states === undefined) history.set(name, [state]);
      else states.push(state);
    }
  });
  return history;
}

function compareHistories(
  ranges: readonly string[],
  under: readonly (readonly AlarmState[])[],
  timestampsMs: Float64Array,
): Omit<AlarmSweep, 'alarm' | 'rows'> {
  const firings: Record<string, number> = Object.fromEntries(ranges.map((range) => [range, 0]));
  const dependentFirings: { timestampMs: number; under: readonly string[] }[] = [];
  let firstDependent: AlarmSweep['firstDependent'] = null;
  let dependentRows = 0;
  timestampsMs.forEach((timestampMs, row) => {
    const states = under.map((history) => history[row]!);
    if (states.some((state) => state !== states[0])) {
      dependentRows++;
      firstDependent ??= { timestampMs, states: Object.fromEntries(ranges.map((range, i) => [range, states[i]!])) };
    }
    const fired = ranges.filter((_, i) => states[i] === 'ALARM' && under[i]![row - 1] !== 'ALARM');
    for (const range of fired) firings[range]!++;
    if (fired.length > 0 && fired.length < ranges.length) dependentFirings.push({ timestampMs, under: fired });
  });
  return { dependentRows, firstDependent, firings, dependentFirings };
}

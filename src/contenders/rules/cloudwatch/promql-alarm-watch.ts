import { formatDuration } from '../../../duration.ts';
import type { State } from '../../state-codec.ts';
import { JUST_UNDER_FIRING, recordable } from '../severity.ts';
import type { PromqlAlarm } from './alarm.ts';
import type { AlarmWatch } from './alarm-watch.ts';
import { evaluationClock, type RowTiming, type SavedClock } from './evaluation-clock.ts';
import type { AlarmState } from './missing-data.ts';
import type { Contributor, QueryResult, QueryStream } from './promql-query.ts';

/** One series of the result: breaching since, in ALARM or not, and since when it is no longer returned. */
interface Standing {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly sinceMs: number;
  readonly alarming: boolean;
  readonly goneSinceMs: number | null;
}

interface Saved {
  readonly clock: SavedClock;
  readonly query: State;
  readonly standings: Readonly<Record<string, Standing>>;
  readonly state: AlarmState;
  readonly nowMs: number;
  readonly blindFor: string | null;
}

/** More empty evaluations in a row than this change nothing that time alone does not. */
const MOST_IN_A_GAP = 2;

/**
 * A PromQL alarm: each series its query returns is a contributor. It alarms once returned for `pendingMs`, and is over
 * once not returned for `recoveryMs`; the alarm is in ALARM while any contributor is. Missing data has no setting here:
 * where the query finds none, the alarm is OK and cannot tell. An evaluation that fails leaves everything as it is.
 */
export function promqlAlarmWatch(
  alarm: PromqlAlarm,
  open: (from?: State) => QueryStream,
  timing: RowTiming,
  from?: State,
): AlarmWatch {
  const saved = from as unknown as Saved | undefined;
  const clock = evaluationClock(alarm.intervalMs, timing, saved?.clock);
  const query = open(saved?.query);
  let standings = new Map(Object.entries(saved?.standings ?? {}));
  let state: AlarmState = saved?.state ?? 'INSUFFICIENT_DATA';
  let nowMs = saved?.nowMs ?? Number.NaN;
  /** Why its last evaluation says nothing. */
  let blindFor: string | null = saved?.blindFor ?? null;

  return {
    name: alarm.name,
    get state() {
      return state;
    },
    get severity() {
      return severityOf(alarm, standings, nowMs);
    },
    get canTell() {
      return state === 'ALARM' || (state === 'OK' && blindFor === null);
    },
    get blindFor() {
      return blindFor;
    },
    take(at) {
      clock.see(at.timestampMs);
      query.take(at);
      const span = MOST_IN_A_GAP + Math.ceil((alarm.pendingMs + alarm.recoveryMs) / clock.bucketMs);
      return clock.due(span).flatMap(([first, last]) => {
        const times: number[] = [];
        for (let bucket = first; bucket <= last; bucket++) times.push(clock.startOf(bucket + 1));
        return times;
      });
    },
    evaluate(atMs) {
      nowMs = atMs;
      if (alarm.warmUp !== null && atMs - clock.startOf(clock.first) < alarm.warmUp.durationMs) return;
      const result = query.evaluate(atMs);
      blindFor = blindnessOf(result);
      if (result.kind === 'failed') return;
      standings = stepped(alarm, standings, result.contributors, atMs);
      state = [...standings.values()].some(({ alarming }) => alarming) ? 'ALARM' : 'OK';
    },
    cause() {
      const worst = [...standings.values()].find(({ alarming }) => alarming) ?? [...standings.values()][0];
      const labels = worst === undefined ? '' : JSON.stringify(worst.labels);
      const since = worst === undefined ? '' : ` for ${formatDuration(nowMs - worst.sinceMs)}`;
      const returned = worst === undefined ? 'returns no series' : `returns ${labels}${since}`;
      return {
        source: alarm.name,
        channel: null,
        observed: worst === undefined ? null : recordable(worst.value),
        limit: null,
        share: null,
        text: `${alarm.query} ${returned}, ${formatDuration(alarm.pendingMs)} needed [${alarm.where}]`,
      };
    },
    saved: () =>
      ({
        clock: clock.state(),
        query: query.state(),
        standings: Object.fromEntries(standings),
        state,
        nowMs,
        blindFor,
      }) as unknown as State,
  };
}

function blindnessOf(result: QueryResult): string | null {
  if (result.kind === 'failed') return result.reason;
  return result.sawData || result.contributors.length > 0 ? null : 'its query finds no data';
}

function stepped(
  { pendingMs, recoveryMs }: PromqlAlarm,
  before: ReadonlyMap<string, Standing>,
  contributors: readonly Contributor[],
  nowMs: number,
): Map<string, Standing> {
  const after = new Map<string, Standing>();
  for (const { labels, value } of contributors) {
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = before.get(key);
    // One that is pending must be returned without a break; one that alarms goes on from where it was.
    const sinceMs = known !== undefined && (known.alarming || known.goneSinceMs === null) ? known.sinceMs : nowMs;
    const alarming = known?.alarming === true || nowMs - sinceMs >= pendingMs;
    after.set(key, { labels, value, sinceMs, alarming, goneSinceMs: null });
  }
  for (const [key, known] of before) {
    if (after.has(key) || !known.alarming) continue;
    const goneSinceMs = known.goneSinceMs ?? nowMs;
    if (nowMs - goneSinceMs < recoveryMs) after.set(key, { ...known, goneSinceMs });
  }
  return after;
}

/** As a rule with a hold: from a half up with the share of the pending period that has passed. */
function severityOf({ pendingMs }: PromqlAlarm, standings: ReadonlyMap<string, Standing>, nowMs: number): number {
  const of = ({ alarming, sinceMs }: Standing) =>
    alarming ? 1 : Math.min(JUST_UNDER_FIRING, 0.5 + (0.5 * (nowMs - sinceMs)) / pendingMs);
  return Math.max(0, ...[...standings.values()].map(of));
}

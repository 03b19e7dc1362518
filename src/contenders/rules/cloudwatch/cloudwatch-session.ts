import type { Channel } from '../../../telemetry/recording.ts';
import type { Cause, Observation } from '../../contract.ts';
import type { State } from '../../state-codec.ts';
import type { Stream } from '../../streaming-watcher.ts';
import { JUST_UNDER_FIRING } from '../severity.ts';
import { type Alarm, findAlarm } from './alarm.ts';
import type { Known } from './alarm-rule/evaluate.ts';
import { referencesOf } from './alarm-rule/parse.ts';
import type { AlarmWatch } from './alarm-watch.ts';
import { bindAlarm } from './bind-alarm.ts';
import { type CompositeWatch, compositeWatch } from './composite-watch.ts';
import { parseEvaluationRange } from './evaluation-range.ts';
import { metricAlarmWatch } from './metric-alarm-watch.ts';
import type { AlarmState } from './missing-data.ts';
import { pagersOf } from './pagers.ts';
import { promqlAlarmWatch } from './promql-alarm-watch.ts';
import type { OpenQuery } from './promql-query.ts';
import type { ReplaySettings } from './settings.ts';

/** An alarm that is near its limit names itself as a cause from half of it on. */
const WORTH_NAMING = 0.5;

/** What becomes of one alarm over channels such as these. */
export type Coverage =
  | { readonly kind: 'replayed'; readonly notes: readonly string[] }
  /** Its metrics are not among the channels. */
  | { readonly kind: 'no-data'; readonly reason: string }
  | { readonly kind: 'unreplayable'; readonly reason: string };

export interface CloudwatchSession extends Stream {
  /** By name, in the order of the file. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** State of every alarm that is replayed. */
  states(): ReadonlyMap<string, AlarmState>;
}

interface Saved {
  readonly watches: Readonly<Record<string, State>>;
}

export interface SessionOptions {
  readonly alarms: readonly Alarm[];
  readonly settings: ReplaySettings;
  readonly openQuery?: OpenQuery | undefined;
}

/** All alarms over one recording. The score is the largest severity of the alarms that page. */
export function cloudwatchSession(
  { alarms, settings, openQuery }: SessionOptions,
  channels: readonly Channel[],
  from?: State,
): CloudwatchSession {
  const saved = (from as unknown as Saved | undefined)?.watches ?? {};
  const coverage = new Map<string, Coverage>();
  const watches = new Map<string, AlarmWatch>();
  const composites = new Map<string, CompositeWatch>();
  const named = new Map<string, string>();
  const known = (reference: string): Known => {
    let name = named.get(reference);
    if (name === undefined) {
      name = findAlarm(alarms, reference)?.name ?? reference;
      named.set(reference, name);
    }
    return watches.get(name) ?? composites.get(name) ?? null;
  };
  for (const alarm of alarms) {
    const covered = open(alarm);
    coverage.set(alarm.name, covered);
  }
  for (const alarm of childrenFirst(alarms)) {
    composites.set(alarm.name, compositeWatch(alarm, known, saved[alarm.name]));
  }
  const pagers = pagersOf(alarms, settings.alarms).flatMap(
    ({ name }) => watches.get(name) ?? composites.get(name) ?? [],
  );

  return {
    coverage,
    observe(at) {
      advance(at);
      const telling = pagers.filter(({ canTell }) => canTell);
      if (telling.length === 0) return { kind: 'abstained', reason: silence(alarms, coverage, pagers) };
      const score = Math.max(...telling.map(pagingSeverity));
      return { kind: 'scored', score, causes: causesOf(telling, score) };
    },
    states: () => new Map([...watches, ...composites].map(([name, { state }]) => [name, state])),
    state: () => ({
      watches: Object.fromEntries([...watches, ...composites].map(([name, watch]) => [name, watch.saved()])),
    }),
  };

  function open(alarm: Alarm): Coverage {
    switch (alarm.kind) {
      case 'unreplayable':
        return { kind: 'unreplayable', reason: alarm.reason };
      case 'composite':
        return { kind: 'replayed', notes: [] };
      case 'promql': {
        if (openQuery === undefined) return { kind: 'unreplayable', reason: `PromQL: ${alarm.query}` };
        const reason = openQuery.refusal(alarm.query);
        if (reason !== null) return { kind: 'unreplayable', reason };
        const openFrom = (state?: State) => openQuery.open(alarm.query, channels, state);
        watches.set(alarm.name, promqlAlarmWatch(alarm, openFrom, timing(), saved[alarm.name]));
        return { kind: 'replayed', notes: [] };
      }
      case 'metric': {
        const binding = bindAlarm(alarm, channels, settings);
        if (binding.kind !== 'bound') return binding;
        const options = { timing: timing(), range: parseEvaluationRange(settings.evaluationRange) };
        watches.set(alarm.name, metricAlarmWatch(binding.bound, channels, options, saved[alarm.name]));
        return { kind: 'replayed', notes: binding.notes };
      }
    }
  }

  function timing() {
    return { resolutionMs: settings.resolutionMs, stamp: settings.stamp };
  }

  /** Evaluations in the order of their times, whichever alarm they are of; composite alarms after each. */
  function advance(at: Observation): void {
    const due = new Map<number, AlarmWatch[]>();
    for (const watch of watches.values()) {
      for (const atMs of watch.take(at)) {
        const others = due.get(atMs);
        if (others === undefined) due.set(atMs, [watch]);
        else others.push(watch);
      }
    }
    for (const atMs of [...due.keys()].sort((a, b) => a - b)) {
      for (const watch of due.get(atMs)!) watch.evaluate(atMs);
      for (const watch of composites.values()) watch.evaluate(atMs);
    }
  }
}

type Pager = AlarmWatch | CompositeWatch;

/** An alarm whose actions are suppressed pages nobody, whatever its state. */
const pagingSeverity = (watch: Pager): number =>
  'held' in watch && watch.held !== 'nothing' ? Math.min(JUST_UNDER_FIRING, watch.severity) : watch.severity;

function causesOf(telling: readonly Pager[], score: number): Cause[] {
  if (score >= 1) return telling.filter((watch) => pagingSeverity(watch) >= 1).map((watch) => watch.cause());
  const leading = telling.find((watch) => pagingSeverity(watch) === score);
  return leading !== undefined && score >= WORTH_NAMING ? [leading.cause()] : [];
}

/** Why no alarm can tell: those that see no data apart from those that could never be asked. */
function silence(alarms: readonly Alarm[], coverage: ReadonlyMap<string, Coverage>, pagers: readonly Pager[]): string {
  const insufficient = pagers
    .filter(({ canTell }) => !canTell)
    .map((watch) => {
      const reason = 'blindFor' in watch ? (watch.blindFor ?? null) : null;
      return reason === null ? watch.name : `${watch.name}: ${reason}`;
    });
  const others = alarms.flatMap(({ name }) => {
    const covered = coverage.get(name)!;
    return covered.kind === 'replayed' ? [] : [`${name}: ${covered.reason}`];
  });
  const first = insufficient.length > 0 ? [`no alarm has data to go on (${insufficient.join(', ')})`] : [];
  const told = [...first, ...others];
  return told.length > 0 ? told.join('; ') : 'no alarm pages';
}

/** Composite alarms after those they depend on; cycles were refused when the file was read. */
function childrenFirst(alarms: readonly Alarm[]): Extract<Alarm, { kind: 'composite' }>[] {
  const ordered = new Map<string, Extract<Alarm, { kind: 'composite' }>>();
  const visit = (alarm: Alarm | undefined): void => {
    if (alarm?.kind !== 'composite' || ordered.has(alarm.name)) return;
    for (const { alarm: reference } of referencesOf(alarm.rule)) visit(findAlarm(alarms, reference));
    ordered.set(alarm.name, alarm);
  };
  alarms.forEach(visit);
  return [...ordered.values()];
}

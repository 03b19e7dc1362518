import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { Channel } from '../../../../telemetry/recording.ts';
import type { Verdict } from '../../../contract.ts';
import type { State } from '../../../state-codec.ts';
import type { Foretold } from '../evaluation/foretold.ts';
import { type GroupClock, groupClock } from '../evaluation/group-clock.ts';
import { groupRunner, intervalsOf } from '../evaluation/group-runner.ts';
import type { RuleProgram } from '../evaluation/rule-program.ts';
import type { WriteSample } from '../evaluation/written-series.ts';
import { channelFinder } from './alert-causes.ts';
import { alertWatch } from './alert-watch.ts';
import { verdictOf } from './rule-verdict.ts';

/** Rules of a program as their evaluations fall due, and what they come to for a row. */
export interface WatchedRules {
  /** To be told of each row before its evaluations: the first one starts the clock, a long gap is passed over. */
  startRow(timestampMs: number): void;
  /** Makes what is due, in order, as long as it is wanted. */
  evaluateWhile(isWanted: (dueMs: number) => boolean): void;
  verdict(nowMs: number): Verdict;
  state(): State;
}

export interface RuleSurroundings {
  readonly source: SampleSource;
  readonly write: WriteSample;
  readonly foretold?: Foretold;
  /** Told before each evaluation. */
  readonly onTick?: (atMs: number) => void;
}

/** Evaluations made for one row at most; a longer gap counts as time the server was not running. */
const MOST_TICKS_PER_ROW = 2000;

interface Saved {
  readonly clock: readonly number[] | null;
  readonly runner: State;
  readonly watches: readonly State[];
}

/** @param alerts whether a firing of this rule is an alert of the contender; the others only feed them. By place. */
export function watchedRules(
  program: RuleProgram,
  channels: readonly Channel[],
  alerts: readonly boolean[],
  { source, write, foretold, onTick }: RuleSurroundings,
  from?: State,
): WatchedRules {
  const saved = from as unknown as Saved | undefined;
  const runner = groupRunner(program, source, write, saved?.runner, foretold);
  const alertRules = program.rules.filter(({ rule }) => rule.kind === 'alert');
  const watches = alertRules.map((rule, i) => alertWatch(rule, program.options, saved?.watches[i], foretold));
  const byRule = new Map(watches.map((watch) => [watch.rule.index, watch]));
  const judged = watches.filter(({ rule }) => alerts[rule.index]);
  const channelOf = channelFinder(channels);
  const gapMs = MOST_TICKS_PER_ROW * Math.min(...intervalsOf(program));
  let clock: GroupClock | null = saved?.clock ? groupClock(program, 0, saved.clock) : null;

  return {
    startRow(timestampMs) {
      clock ??= groupClock(program, timestampMs);
      if (timestampMs - clock.nextMs > gapMs) clock.skipUntil(timestampMs - gapMs);
    },
    evaluateWhile(isWanted) {
      if (clock === null) return;
      for (let atMs = clock.nextMs; isWanted(atMs); atMs = clock.nextMs) {
        onTick?.(atMs);
        runner.evaluate(clock.take(), atMs, (evaluation) => byRule.get(evaluation.index)?.note(evaluation, source));
      }
    },
    verdict: (nowMs) => verdictOf(judged, runner.alertsOf, source, nowMs, channelOf),
    state: () =>
      ({
        clock: clock?.state() ?? null,
        runner: runner.state(),
        watches: watches.map((watch) => watch.state()),
      }) as unknown as State,
  };
}

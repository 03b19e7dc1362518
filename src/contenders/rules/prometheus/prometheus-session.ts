import type { Channel } from '../../../telemetry/recording.ts';
import { AS_WRITTEN_THRESHOLD, type Cause, type Observation, type Verdict } from '../../contract.ts';
import type { State } from '../../state-codec.ts';
import type { Stream } from '../../streaming-watcher.ts';
import { alertCause, channelFinder } from './alert-causes.ts';
import { type AlertWatch, alertWatch } from './alert-watch.ts';
import { type GroupClock, groupClock } from './group-clock.ts';
import { groupRunner, intervalsOf } from './group-runner.ts';
import { liveWindow } from './live-window.ts';
import type { RuleProgram } from './rule-program.ts';
import { readsSeries } from './rule-reads.ts';
import { type Gaps, sampleFeed } from './sample-feed.ts';

export interface WatchSettings {
  readonly gaps: Gaps;
  /** Whether a firing of this rule is an alert of the contender; the others only feed them. By place in the program. */
  readonly alerts: readonly boolean[];
}

/** Evaluations made for one row at most; a longer gap counts as time the server was not running. */
const MOST_TICKS_PER_ROW = 2000;
/** Beyond this there are no dates. */
const LAST_DATE_MS = 8.64e15;
/** Named at once; the rest is counted. */
const MOST_CAUSES = 20;
/** From here on a rule that does not fire is worth naming. */
const WORTH_NAMING = 0.5;

interface Saved {
  readonly nowMs: number;
  readonly prunedAtMs: number;
  readonly clock: readonly number[] | null;
  readonly window: State;
  readonly runner: State;
  readonly live: Uint8Array;
  readonly watches: readonly State[];
}

/**
 * Rules of Prometheus over rows as they come: every evaluation that is due by the row's time, each seeing what had been
 * scraped by its own time. Between evaluations the state stands. A row whose time does not go forward brings nothing new,
 * as Prometheus turns away samples that are out of order.
 */
export function prometheusSession(
  program: RuleProgram,
  channels: readonly Channel[],
  settings: WatchSettings,
  from: State | undefined,
): Stream {
  const saved = from as unknown as Saved | undefined;
  const window = liveWindow(saved?.window);
  const feed = sampleFeed(channels, settings.gaps, readsSeries(program), saved?.live);
  const runner = groupRunner(
    program,
    window,
    (labels, atMs, value, stale) => window.append(labels, atMs, value, stale),
    saved?.runner,
  );
  const alertRules = program.rules.filter(({ rule }) => rule.kind === 'alert');
  const watches = alertRules.map((rule, i) => alertWatch(rule, program.options, saved?.watches[i]));
  const byRule = new Map(watches.map((watch) => [watch.rule.index, watch]));
  const judged = watches.filter(({ rule }) => settings.alerts[rule.index]);
  const channelOf = channelFinder(channels);
  const shortestMs = Math.min(...intervalsOf(program));
  const keepMs = program.reachMs ?? Number.POSITIVE_INFINITY;
  let clock: GroupClock | null = saved?.clock ? groupClock(program, 0, saved.clock) : null;
  let nowMs = saved?.nowMs ?? Number.NEGATIVE_INFINITY;
  let prunedAtMs = saved?.prunedAtMs ?? Number.NEGATIVE_INFINITY;

  function evaluateWhile(isDue: (atMs: number) => boolean): void {
    for (let atMs = clock?.nextMs; clock !== null && atMs !== undefined && isDue(atMs); atMs = clock.nextMs) {
      runner.evaluate(clock.take(), atMs, (evaluation) => byRule.get(evaluation.index)?.note(evaluation, window));
    }
  }

  function advance(at: Observation): void {
    const { timestampMs } = at;
    clock ??= groupClock(program, timestampMs);
    const gapMs = MOST_TICKS_PER_ROW * shortestMs;
    if (timestampMs - clock.nextMs > gapMs) clock.skipUntil(timestampMs - gapMs);
    for (const { labels, atMs, value, stale } of feed.samplesOf(at)) {
      // What is due before this sample does not see it.
      evaluateWhile((dueMs) => dueMs < atMs && dueMs <= timestampMs);
      window.append(labels, atMs, value, stale);
    }
    evaluateWhile((dueMs) => dueMs <= timestampMs);
    nowMs = timestampMs;
    if (nowMs - prunedAtMs < keepMs / 4) return;
    window.forgetUntil(nowMs - keepMs);
    prunedAtMs = nowMs;
  }

  return {
    observe(at) {
      if (at.timestampMs > nowMs && Math.abs(at.timestampMs) <= LAST_DATE_MS) advance(at);
      return verdictOf(judged, runner.alertsOf, window, nowMs, channelOf);
    },
    state: () =>
      ({
        nowMs,
        prunedAtMs,
        clock: clock?.state() ?? null,
        window: window.state(),
        runner: runner.state(),
        live: feed.live,
        watches: watches.map((watch) => watch.state()),
      }) as unknown as State,
  };
}

type AlertsOf = ReturnType<typeof groupRunner>['alertsOf'];

function verdictOf(
  judged: readonly AlertWatch[],
  alertsOf: AlertsOf,
  window: Parameters<AlertWatch['severity']>[1],
  nowMs: number,
  channelOf: ReturnType<typeof channelFinder>,
): Verdict {
  const severities = judged.map((watch) => watch.severity(alertsOf(watch.rule.index), window));
  const score = Math.max(0, ...severities);
  if (score < AS_WRITTEN_THRESHOLD) {
    const reason = blindness(judged);
    if (reason !== null) return { kind: 'abstained', reason };
  }
  const causes: Cause[] = [];
  let more = 0;
  const wanted = score >= AS_WRITTEN_THRESHOLD ? AS_WRITTEN_THRESHOLD : WORTH_NAMING;
  judged.forEach((watch, i) => {
    if (severities[i]! < wanted) return;
    const phase = severities[i]! >= AS_WRITTEN_THRESHOLD ? 'firing' : 'pending';
    for (const alert of alertsOf(watch.rule.index)) {
      if (alert.phase !== phase) continue;
      if (causes.length >= MOST_CAUSES) more++;
      else causes.push(alertCause(watch.rule, alert, watch.storyOf(alert), channelOf(watch.rule, alert.labels), nowMs));
    }
  });
  const last = causes.at(-1);
  if (more > 0 && last !== undefined) causes[causes.length - 1] = { ...last, text: `${last.text}; and ${more} more` };
  return { kind: 'scored', score, causes };
}

/** Why nothing can be said; null where some alert had data to look at. "No firing" and "saw nothing" differ. */
function blindness(judged: readonly AlertWatch[]): string | null {
  const evaluated = judged.filter(({ last }) => last !== null);
  if (evaluated.length === 0) return 'no evaluation yet';
  if (evaluated.some(({ last }) => last?.outcome === 'ok' && last.sawData)) return null;
  const failed = evaluated.find(({ last }) => last?.outcome !== 'ok');
  if (failed !== undefined) return `${failed.rule.rule.name}: ${failed.last?.message}`;
  const names = evaluated.map(({ rule }) => rule.rule.name);
  const shown = names.slice(0, 3).join(', ');
  return `no data for any alert: ${shown}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

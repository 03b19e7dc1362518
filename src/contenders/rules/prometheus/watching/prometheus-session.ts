import type { Channel } from '../../../../telemetry/recording.ts';
import type { Observation } from '../../../contract.ts';
import type { State } from '../../../state-codec.ts';
import type { Stream } from '../../../streaming-watcher.ts';
import { forgetting } from '../evaluation/forgetting.ts';
import { liveWindow } from '../evaluation/live-window.ts';
import type { RuleProgram } from '../evaluation/rule-program.ts';
import { readsSeries } from '../evaluation/rule-reads.ts';
import { type Gaps, sampleFeed } from './sample-feed.ts';
import { watchedRules } from './watched-rules.ts';

export interface WatchSettings {
  readonly gaps: Gaps;
  /** Whether a firing of this rule is an alert of the contender; the others only feed them. By place in the program. */
  readonly alerts: readonly boolean[];
}

/** Beyond this there are no dates. */
export const LAST_DATE_MS = 8.64e15;

interface Saved {
  readonly nowMs: number;
  readonly prunedAtMs: number;
  readonly window: State;
  readonly live: Uint8Array;
  readonly rules: State;
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
  const feed = sampleFeed(channels, settings.gaps, saved?.live, readsSeries(program));
  const surroundings = { source: window, write: window.append };
  const rules = watchedRules(program, channels, settings.alerts, surroundings, saved?.rules);
  const forget = forgetting(window, program.reachMs, saved?.prunedAtMs);
  let nowMs = saved?.nowMs ?? Number.NEGATIVE_INFINITY;

  function advance(at: Observation): void {
    const { timestampMs } = at;
    rules.startRow(timestampMs);
    for (const { labels, atMs, value, stale } of feed.samplesOf(at)) {
      // What is due before this sample does not see it.
      rules.evaluateWhile((dueMs) => dueMs < atMs && dueMs <= timestampMs);
      window.append(labels, atMs, value, stale);
    }
    rules.evaluateWhile((dueMs) => dueMs <= timestampMs);
    nowMs = timestampMs;
    forget.upTo(nowMs);
  }

  return {
    observe(at) {
      if (at.timestampMs > nowMs && Math.abs(at.timestampMs) <= LAST_DATE_MS) advance(at);
      return rules.verdict(nowMs);
    },
    state: () =>
      ({
        nowMs,
        prunedAtMs: forget.lastMs,
        window: window.state(),
        live: feed.live,
        rules: rules.state(),
      }) as unknown as State,
  };
}

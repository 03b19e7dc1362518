import type { State } from '../../state-codec.ts';
import type { Lesson } from '../rule-kind.ts';
import { ChannelHistory } from './channel-history.ts';
import type { HistoryRule } from './rule-schema.ts';
import { medianGapMs } from './sampling-step.ts';

/** Where nothing says how far apart readings come: all that were seen have the same time. */
const UNKNOWN_STEP_MS = 60_000;
/** Training shorter than this does not tell the step. */
const LEAST_FOR_STEP = 20;

/** What training leaves behind: the step it was sampled at, and the past of the channel. */
export interface Taught {
  readonly stepMs: number;
  readonly history: State;
}

/** Before the step is known readings are put by; then they are taken as if it had been known from the start. */
export type Phase =
  | { readonly kind: 'unopened' }
  | { readonly kind: 'measuring'; readonly times: number[]; readonly readings: number[] }
  | { readonly kind: 'watching'; readonly history: ChannelHistory };

export type OpenPhase = Exclude<Phase, { kind: 'unopened' }>;

export const measuring = (times: readonly number[] = [], readings: readonly number[] = []): OpenPhase => ({
  kind: 'measuring',
  times: [...times],
  readings: [...readings],
});

/**
 * How a session begins. One that repeats the training rows builds the same past from them again, so it starts from
 * nothing but the step and learns nothing twice; one that begins after them goes on from what they taught.
 */
export function openPhase(
  rule: HistoryRule,
  declaredMs: number | null,
  taught: Taught | null,
  first: FirstRow,
): OpenPhase {
  if (taught !== null && first.learn !== 'no') {
    const history = new ChannelHistory(rule, taught.stepMs, taught.history);
    history.continueAt(first.nowMs);
    return { kind: 'watching', history };
  }
  const stepMs = declaredMs ?? taught?.stepMs;
  return stepMs === undefined ? measuring() : { kind: 'watching', history: new ChannelHistory(rule, stepMs) };
}

interface FirstRow {
  readonly nowMs: number;
  readonly learn: Lesson;
}

/** The past of the readings put by, now that there are enough of them to tell the step. */
export function settle(rule: HistoryRule, put: Extract<Phase, { kind: 'measuring' }>): ChannelHistory {
  const stepMs = medianGapMs(put.times);
  const history = new ChannelHistory(rule, Number.isNaN(stepMs) ? UNKNOWN_STEP_MS : stepMs);
  put.readings.forEach((reading, i) => void history.take(put.times[i]!, reading));
  return history;
}

export function taughtBy(rule: HistoryRule, phase: Phase): Taught | null {
  if (phase.kind === 'unopened') return null;
  if (phase.kind === 'measuring' && phase.times.length < LEAST_FOR_STEP) return null;
  const history = phase.kind === 'watching' ? phase.history : settle(rule, phase);
  return { stepMs: history.stepMs, history: history.state() };
}

import type { State } from '../state-codec.ts';
import type { Sighting } from './rule-kind.ts';
import { JUST_UNDER_FIRING } from './severity.ts';

type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending'; readonly sinceMs: number }
  | { readonly kind: 'firing'; readonly sinceMs: number };

/**
 * Raise level, hold and clear level of one rule on one channel: idle → pending → firing.
 *
 * Severity is how far the rule has come towards firing, so that a threshold below 1 means "sooner" for every rule.
 * Without a hold: observed over limit. With a hold, half the way is the limit and half is the hold: half of observed
 * over limit while not over, then from 0.5 up with the share of the hold that has passed. From the moment it fires, in
 * both cases: observed over limit, at least 1.
 */
export interface Firing {
  /** @returns severity: at least 1 exactly while firing. */
  step(nowMs: number, seen: Sighting): number;
  /** No reading that could be bridged: a hold begins anew; a rule that fires goes on once it can see again. */
  lose(): void;
  readonly isFiring: boolean;
  readonly sinceMs: number;
  state(): State;
}

export function firing(holdMs: number, from: State | undefined): Firing {
  let phase: Phase = (from as Phase | undefined) ?? { kind: 'idle' };
  return {
    step(nowMs, { over, clear, ratio }) {
      if (phase.kind === 'firing' && clear) phase = { kind: 'idle' };
      if (phase.kind === 'pending' && !over) phase = { kind: 'idle' };
      if (phase.kind === 'idle' && over) phase = { kind: 'pending', sinceMs: nowMs };
      if (phase.kind === 'pending' && nowMs - phase.sinceMs >= holdMs)
        phase = { kind: 'firing', sinceMs: phase.sinceMs };
      if (phase.kind === 'firing') return Math.max(1, ratio);
      if (phase.kind === 'pending') return Math.min(JUST_UNDER_FIRING, 0.5 + (0.5 * (nowMs - phase.sinceMs)) / holdMs);
      return Math.min(JUST_UNDER_FIRING, ratio) * (holdMs > 0 ? 0.5 : 1);
    },
    lose() {
      if (phase.kind === 'pending') phase = { kind: 'idle' };
    },
    get isFiring() {
      return phase.kind === 'firing';
    },
    get sinceMs() {
      return phase.kind === 'idle' ? Number.NaN : phase.sinceMs;
    },
    state: () => phase,
  };
}

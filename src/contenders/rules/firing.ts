import type { State } from '../state-codec.ts';
import type { Sighting } from './rule-kind.ts';
import { JUST_UNDER_FIRING } from './severity.ts';

type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending'; readonly sinceMs: number }
  | { readonly kind: 'firing'; readonly sinceMs: number };

/** Raise level, hold and clear level of one rule on one channel: idle → pending → firing. `sinceMs`: first row over. */
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
      return phase.kind === 'firing' ? Math.max(1, ratio) : Math.min(JUST_UNDER_FIRING, ratio);
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

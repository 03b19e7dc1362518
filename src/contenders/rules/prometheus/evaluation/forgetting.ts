import type { LiveWindow } from './live-window.ts';

/** Lets a live window go of what is older than anything looks back, a quarter of that at a time. */
export interface Forgetting {
  upTo(nowMs: number): void;
  /** When it last did; to go on from in a window that is resumed. */
  readonly lastMs: number;
}

/** @param reachMs how far back samples are needed; null: without end */
export function forgetting(
  window: Pick<LiveWindow, 'forgetUntil'>,
  reachMs: number | null,
  fromMs: number = Number.NEGATIVE_INFINITY,
): Forgetting {
  const keepMs = reachMs ?? Number.POSITIVE_INFINITY;
  let lastMs = fromMs;
  return {
    upTo(nowMs) {
      if (nowMs - lastMs < keepMs / 4) return;
      window.forgetUntil(nowMs - keepMs);
      lastMs = nowMs;
    },
    get lastMs() {
      return lastMs;
    },
  };
}

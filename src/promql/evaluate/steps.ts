import type { Steps } from '../evaluated.ts';

export interface StepRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** Steps in [startMs, endMs]; none when the end lies before the start. */
export function stepCount({ startMs, endMs, stepMs }: StepRange): number {
  return endMs < startMs ? 0 : Math.floor((endMs - startMs) / stepMs) + 1;
}

export function stepsOf(range: StepRange): Steps {
  const timesMs = new Float64Array(stepCount(range));
  for (let i = 0; i < timesMs.length; i++) timesMs[i] = range.startMs + i * range.stepMs;
  return { ...range, timesMs };
}

export const instant = (atMs: number): Steps => stepsOf({ startMs: atMs, endMs: atMs, stepMs: 1 });

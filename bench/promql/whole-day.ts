import type { StepRange } from '../../src/promql/evaluate/steps.ts';
import { DAY_MS, START_MS } from './target.ts';

/**
 * Seven seconds past the quarter: steps never meet a sample (targets have phases that are no whole seconds), nor a step
 * of a subquery (multiples of its own step since 1970).
 */
const PHASE_MS = 7000;

/** The day of the recordings in steps. */
export const wholeDay = (stepMs: number): StepRange => ({
  startMs: START_MS + PHASE_MS,
  endMs: START_MS + DAY_MS - stepMs + PHASE_MS,
  stepMs,
});

/** Common intervals of rule groups: Prometheus' default, and one as short as the scrapes'. */
export const ALERT_STEPS_MS = [60_000, 15_000] as const;

import type { Random } from '../../src/chance.ts';

/** A Monday, midnight UTC. */
export const START_MS = Date.UTC(2026, 0, 5);
export const DAY_MS = 86_400_000;
export const SCRAPE_MS = 15_000;

/** Something scraped: its series share one list of times, and start anew together. */
export interface Target {
  readonly timestampsMs: Float64Array;
  /** 1 at the first scrape after a restart. */
  readonly restarted: Uint8Array;
}

const MISSED_RATIO = 0.001;
const RESTARTS_A_DAY = 1.5;
/**
 * Phases are eighths of a second, which OpenMetrics' seconds hold exactly, and never whole seconds: no sample stands on
 * the edge of a window, so that windows closed on the left (before Prometheus 3.0) and open ones hold the same samples.
 */
const PHASE_MS = { first: 125, step: 250 };

/** A target scraped every 15 s for a while from START_MS on, at a phase of its own, with one scrape in a thousand missed. */
export function scrapedTarget(random: Random, durationMs: number): Target {
  const phaseMs = PHASE_MS.first + PHASE_MS.step * Math.floor((random() * SCRAPE_MS) / PHASE_MS.step);
  const kept = Array.from({ length: durationMs / SCRAPE_MS }, (_, i) => START_MS + phaseMs + i * SCRAPE_MS).filter(
    () => random() >= MISSED_RATIO,
  );
  const chance = (RESTARTS_A_DAY * SCRAPE_MS) / DAY_MS;
  return {
    timestampsMs: Float64Array.from(kept),
    restarted: Uint8Array.from(kept, () => (random() < chance ? 1 : 0)),
  };
}

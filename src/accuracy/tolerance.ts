import { formatDuration } from '../duration.ts';
import type { MetricCard } from '../record/schema.ts';

/** How far outside an incident a page may go out and still belong to it. */
export interface Tolerance {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** Both ends of the incident, and not a moment more. */
export const NO_TOLERANCE: Tolerance = { beforeMs: 0, afterMs: 0 };

/** What the cards of all metrics of pages and incidents say. */
export const WITH_TOLERANCE = 'Incidents are widened by the tolerance before and after, which is 0 unless stated.';

/** The card with the tolerance in use: with another one it is another metric. Undefined, or a card without: unchanged. */
export function stateTolerance(card: MetricCard, tolerance: Tolerance | undefined): MetricCard {
  if (tolerance === undefined) return card;
  const { beforeMs, afterMs } = tolerance;
  const stated = `Incidents are widened by ${formatDuration(beforeMs)} before and ${formatDuration(afterMs)} after.`;
  return { ...card, definition: card.definition.replace(WITH_TOLERANCE, stated) };
}

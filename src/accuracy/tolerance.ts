/** How far outside an incident a page may go out and still belong to it. */
export interface Tolerance {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** Both ends of the incident, and not a moment more. */
export const NO_TOLERANCE: Tolerance = { beforeMs: 0, afterMs: 0 };

/** What the cards of all metrics of pages and incidents say. */
export const WITH_TOLERANCE = 'Incidents are widened by the tolerance before and after, which is 0 unless stated.';

import type { Rows } from '../judged.ts';

/** A series that any language builds the same way. Ranges are half-open, in rows. */
export interface Recipe {
  readonly name: string;
  readonly rows: number;
  readonly events: readonly Rows[];
  readonly bumps: readonly Rows[];
  /** Null: the scores 0.5 x (7919 i mod 1000) / 1000. */
  readonly seed: number | null;
  readonly levels: number;
  readonly hold: number;
  readonly bump: number;
  /** Down to a tenth. */
  readonly quantise: boolean;
}

/** x -> 16807 x mod (2^31 - 1), as in the script beside the fixture. */
export function parkMiller(seed: number, count: number): number[] {
  const draws: number[] = [];
  for (let x = seed; draws.length < count; ) {
    x = (16807 * x) % 2147483647;
    draws.push(x);
  }
  return draws;
}

export function scoresOf({ rows, seed, levels, hold, bumps, bump, quantise }: Recipe): Float64Array {
  const draws = parkMiller(seed ?? 1, Math.floor(rows / hold) + 1);
  const scores = Float64Array.from({ length: rows }, (_, i) =>
    seed === null ? (0.5 * ((7919 * i) % 1000)) / 1000 : (draws[Math.floor(i / hold)]! % levels) / levels,
  );
  for (const [start, end] of bumps) for (let i = start; i < end; i++) scores[i]! += bump;
  return quantise ? scores.map((score) => Math.floor(10 * score) / 10) : scores;
}

export function labelsOf({ rows, events }: Pick<Recipe, 'rows' | 'events'>): Uint8Array {
  const labels = new Uint8Array(rows);
  for (const [start, end] of events) labels.fill(1, start, end);
  return labels;
}

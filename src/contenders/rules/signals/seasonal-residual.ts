import { parseDurationMs } from '../../../duration.ts';
import type { State } from '../../state-codec.ts';
import type { Seasonal } from '../seasonal-fields.ts';
import { SeasonalHistory } from '../statistics/seasonal-history.ts';
import type { Signal } from './signal.ts';

/** A reading against what its time of day or week usually brings. */
export interface Residual {
  readonly value: number;
  readonly expected: number;
  /** Spread of the earlier seasons around what was expected; 0 while there are too few. */
  readonly spread: number;
  readonly season: string;
}

export interface SeasonalReference {
  /** `null` before any season has come round. The reading is learned from only afterwards. */
  residual(nowMs: number, reading: number, learn: boolean): Residual | null;
  learned(): State;
  state(): State;
}

/** With several seasons, what either explains is explained: the smaller residual counts. */
export function seasonalReference(
  { season, slot, seasons }: Seasonal,
  learned: State | undefined,
  from: State | undefined,
): SeasonalReference {
  const saved = (from ?? learned) as readonly State[] | undefined;
  const histories = season.map(
    (each, i) => new SeasonalHistory(parseDurationMs(each), parseDurationMs(slot), seasons, saved?.[i]),
  );
  return {
    residual(nowMs, reading, learn) {
      let best: Residual | null = null;
      histories.forEach((history, i) => {
        const usual = history.expected(nowMs);
        if (usual !== null) {
          const value = reading - usual.median;
          if (best === null || Math.abs(value) < Math.abs(best.value)) {
            best = { value, expected: usual.median, spread: usual.spread, season: season[i]! };
          }
        }
        if (learn) history.add(nowMs, reading);
      });
      return best;
    },
    learned: () => histories.map((history) => history.learned()),
    state: () => histories.map((history) => history.state()),
  };
}

export function seasonalResidualSignal(fields: Seasonal, learned: State | undefined, from: State | undefined): Signal {
  const reference = seasonalReference(fields, learned, from);
  return {
    next: (nowMs, reading, learn) => reference.residual(nowMs, reading, learn)?.value ?? null,
    learned: () => reference.learned(),
    state: () => reference.state(),
  };
}

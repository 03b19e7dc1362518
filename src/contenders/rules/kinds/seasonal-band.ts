import { z } from 'zod';
import type { State } from '../../state-codec.ts';
import { overChannels } from '../common-fields.ts';
import { formatReading } from '../format-reading.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { seasonalFields, timesOf } from '../seasonal-fields.ts';
import { ratioOf, summable } from '../severity.ts';
import { type Residual, seasonalReference } from '../signals/seasonal-residual.ts';
import { LongRun } from '../statistics/long-run.ts';

const schema = z.strictObject({
  kind: z.literal('seasonal-band'),
  ...overChannels,
  ...seasonalFields,
  sides: z.enum(['above', 'below', 'both']).default('both'),
  width: z.number().positive().default(4).describe('Half the width of the band, in spreads.'),
  minReadings: z.number().int().min(2).default(30).describe('Residuals the history must hold before the rule speaks.'),
});
export type SeasonalBandRule = z.output<typeof schema>;

interface Learned {
  readonly reference: State;
  readonly residuals: State;
}
interface Saved extends Learned {
  readonly season: string;
}

/**
 * Median ± width × spread of the same time of day or week in earlier seasons. The spread is the MAD of those seasons
 * (as a standard deviation), but never less than the long-run spread of all residuals: a few seasons that happen to
 * agree make no narrow band.
 */
export const seasonalBandRule: RuleKind<SeasonalBandRule> = {
  schema,
  learns: true,
  readsAbsence: false,
  readsTime: false,
  scaleFree: true,
  warmupRows: ({ minReadings }) => minReadings,
  words: ({ season, slot, seasons, width, sides, minReadings }) => {
    const side = sides === 'both' ? 'outside' : `${sides} the ${sides === 'above' ? 'upper' : 'lower'} edge of`;
    return {
      raises: `its reading is ${side} a band of ${width} spreads around the median of the same ${slot} of ${timesOf(season)} over up to ${seasons} earlier ones`,
      blindTo: [
        'what comes back every season, good or bad',
        'days that the calendar makes different: holidays, and the hour that daylight saving moves, because seasons are UTC',
        `its first season and its first ${minReadings} comparisons, those of training included`,
      ],
    };
  },
  detector(rule, { channel: { unit }, learned, from }) {
    const saved = from as unknown as Saved | undefined;
    const taught = learned as unknown as Learned | undefined;
    const reference = seasonalReference(rule, taught?.reference, saved?.reference);
    const residuals = new LongRun((saved ?? taught)?.residuals);
    let season = saved?.season ?? '1d';

    return {
      see(nowMs, raw, learn): Sighting | null {
        const reading = summable(raw);
        const residual = reference.residual(nowMs, reading, learn !== 'no');
        if (residual === null) return null;
        const isReady = residuals.count >= rule.minReadings;
        const sighting = isReady ? sight(reading, residual) : null;
        if (learn !== 'no') residuals.add(residual.value, reading);
        return sighting;
      },
      sentence: ({ over, observed, limit }) => {
        const edge = `${formatReading(limit, unit)}, the edge of its band for this time of ${season === '1d' ? 'day' : 'week'}`;
        return `${formatReading(observed, unit)} is ${over ? 'outside' : 'inside'} ${edge}`;
      },
      learned: () => ({ reference: reference.learned(), residuals: residuals.state() }),
      state: () => ({ reference: reference.state(), residuals: residuals.state(), season }),
    };

    function sight(reading: number, { value, expected, spread, season: by }: Residual): Sighting {
      season = by;
      const reach = rule.width * Math.max(spread, residuals.scale);
      const sign = rule.sides === 'below' || (rule.sides === 'both' && value < 0) ? -1 : 1;
      const ratio = ratioOf(sign * value, reach);
      const over = ratio > 1;
      return { over, clear: !over, ratio, observed: reading, limit: expected + sign * reach };
    }
  },
};

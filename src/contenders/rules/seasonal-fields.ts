import { z } from 'zod';
import { parseDurationMs } from '../../duration.ts';
import { positiveDuration } from '../duration-setting.ts';

const season = z.enum(['1d', '1w']);
const ONE_DAY_MS = 86_400_000;
const SHORTEST_SLOT_MS = 60_000;

const slot = positiveDuration.refine(
  (text) => {
    const parsed = positiveDuration.safeParse(text);
    if (!parsed.success) return true; // told by the duration itself
    const slotMs = parseDurationMs(parsed.data);
    return slotMs >= SHORTEST_SLOT_MS && ONE_DAY_MS % slotMs === 0;
  },
  { error: 'expected a slot of at least 1m that divides a day evenly, such as 15m' },
);

/** How a rule knows what is usual at this time of day or week. */
export const seasonalFields = {
  season: z
    .union([season.transform((one): ('1d' | '1w')[] => [one]), z.array(season).min(1).max(2)])
    .default(['1d'])
    .describe('1d: time of day; 1w: time of week; both: what either explains is explained. UTC.'),
  slot: slot.default('15m').describe('Readings of one slot of the day or week are taken together.'),
  seasons: z.number().int().min(1).max(60).default(7).describe('How many earlier seasons are looked back on.'),
};

/** `the day`, `the week`, `the day and the week`. */
export const timesOf = (season: readonly ('1d' | '1w')[]): string =>
  season.map((each) => (each === '1d' ? 'the day' : 'the week')).join(' and ');

export interface Seasonal {
  readonly season: readonly ('1d' | '1w')[];
  readonly slot: string;
  readonly seasons: number;
}

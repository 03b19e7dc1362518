import { z } from 'zod';
import { parseDurationMs } from '../../../duration.ts';
import { positiveDuration } from '../../duration-setting.ts';
import type { State } from '../../state-codec.ts';
import { overChannels } from '../common-fields.ts';
import { formatReading } from '../format-reading.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { ratioOf } from '../severity.ts';
import { WindowMinimum } from '../statistics/window-extremes.ts';

const schema = z
  .strictObject({
    kind: z.literal('rate-of-change'),
    ...overChannels,
    over: positiveDuration.describe('How far back the reading is compared.'),
    rise: z.number().positive().optional().describe('Raise when it is more than this above its least within `over`.'),
    fall: z.number().positive().optional().describe('Raise when it is more than this below its most within `over`.'),
    measure: z
      .enum(['units', 'percent'])
      .default('units')
      .describe('Limits in units of the channel, or in percent of the earlier reading.'),
  })
  .refine(({ rise, fall }) => rise !== undefined || fall !== undefined, {
    path: ['kind'],
    error: 'a rate-of-change rule has at least one of rise and fall',
    params: { code: 'rules/limit' },
  });
export type RateOfChangeRule = z.output<typeof schema>;

interface Saved {
  readonly least: State;
  readonly most: State;
}

/** The reading against the least and the most within `over`, both ends counted. */
export const rateOfChangeRule: RuleKind<RateOfChangeRule> = {
  schema,
  learns: false,
  readsAbsence: false,
  readsTime: false,
  scaleFree: false,
  warmupRows: () => 1,
  words: ({ over, rise, fall, measure }) => {
    const unit = measure === 'percent' ? ' %' : '';
    const ways = [
      ...(rise === undefined ? [] : [`risen by more than ${rise}${unit} from its least`]),
      ...(fall === undefined ? [] : [`fallen by more than ${fall}${unit} from its most`]),
    ];
    return {
      raises: `its reading has ${ways.join(' or ')} within ${over}`,
      blindTo: ['a change slower than that', `a new level that stays: after ${over} it is the one compared with`],
    };
  },
  detector(rule, { channel: { unit }, from }) {
    const saved = from as unknown as Saved | undefined;
    const overMs = parseDurationMs(rule.over);
    const least = new WindowMinimum(overMs, saved?.least);
    const most = new WindowMinimum(overMs, saved?.most); // of the negated readings
    const unitOfChange = rule.measure === 'percent' ? '%' : unit;

    return {
      see(nowMs, raw): Sighting | null {
        const reading = Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, raw));
        const lowest = least.minimum(nowMs);
        const highest = most.minimum(nowMs);
        least.add(nowMs, reading);
        most.add(nowMs, -reading);
        if (lowest === null || highest === null) return null;
        const rise = sight(1, reading, lowest, rule.rise);
        const fall = sight(-1, reading, -highest, rule.fall);
        return fall === null || (rise !== null && rise.ratio >= fall.ratio) ? rise : fall;
      },
      sentence: ({ over, observed, limit }) =>
        `${observed < 0 ? 'fell' : 'rose'} by ${formatReading(Math.abs(observed), unitOfChange)} within ${rule.over}, ` +
        `${over ? 'more' : 'not more'} than ${formatReading(Math.abs(limit), unitOfChange)}`,
      learned: () => null,
      state: () => ({ least: least.state(), most: most.state() }),
    };

    function sight(sign: number, reading: number, earlier: number, limit: number | undefined): Sighting | null {
      if (limit === undefined) return null;
      const change = Math.max(0, sign * (reading - earlier));
      const size = rule.measure === 'percent' ? 100 * ratioOf(change, Math.abs(earlier)) : change;
      const over = size > limit;
      return { over, clear: !over, ratio: ratioOf(size, limit), observed: sign * size, limit: sign * limit };
    }
  },
};

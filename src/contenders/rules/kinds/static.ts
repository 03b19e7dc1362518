import { z } from 'zod';
import { overChannels } from '../common-fields.ts';
import { formatReading } from '../format-reading.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { boundedRatio } from '../severity.ts';

const schema = z
  .strictObject({
    kind: z.literal('static'),
    ...overChannels,
    above: z.number().optional().describe('Raise while the reading is greater than this.'),
    below: z.number().optional().describe('Raise while the reading is less than this.'),
    clearBelow: z.number().optional().describe('With `above`: stop only once the reading is less than this.'),
    clearAbove: z.number().optional().describe('With `below`: stop only once the reading is greater than this.'),
  })
  .superRefine(({ above, below, clearBelow, clearAbove }, context) => {
    const fault = (key: string, code: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message, params: { code } });
    if ((above === undefined) === (below === undefined)) {
      fault(above === undefined ? 'kind' : 'below', 'rules/limit', 'a static rule has one of above and below');
      return;
    }
    const wrong = above !== undefined ? 'clearAbove' : 'clearBelow';
    if ((above !== undefined ? clearAbove : clearBelow) !== undefined) {
      fault(wrong, 'rules/clear-side', `${wrong} does not go with ${above !== undefined ? 'above' : 'below'}`);
    }
    if (above !== undefined && clearBelow !== undefined && clearBelow > above) {
      fault('clearBelow', 'rules/clear-side', `clearBelow ${clearBelow} must not be greater than above ${above}`);
    }
    if (below !== undefined && clearAbove !== undefined && clearAbove < below) {
      fault('clearAbove', 'rules/clear-side', `clearAbove ${clearAbove} must not be less than below ${below}`);
    }
  });
export type StaticRule = z.output<typeof schema>;

/**
 * A fixed limit with raise and clear levels. The ratio is 1 at the limit and grows by 1 for every limit's worth beyond
 * it (every unit, for a limit of 0).
 */
export const staticRule: RuleKind<StaticRule> = {
  schema,
  learns: false,
  readsAbsence: false,
  readsTime: false,
  scaleFree: false,
  warmupRows: () => 0,
  detector({ above, below, clearBelow, clearAbove }, { channel: { unit } }) {
    const limit = (above ?? below)!; // the schema asks for exactly one
    const sign = above === undefined ? -1 : 1;
    const side = above === undefined ? 'below' : 'above';
    const clearLimit = (above === undefined ? clearAbove : clearBelow) ?? limit;
    const perLimit = limit === 0 ? 1 : Math.abs(limit);
    return {
      see(_nowMs, reading): Sighting {
        const over = sign * reading > sign * limit;
        return {
          over,
          clear: clearLimit === limit ? !over : sign * reading < sign * clearLimit,
          ratio: boundedRatio(1 + (sign * (reading - limit)) / perLimit),
          observed: reading,
          limit,
        };
      },
      sentence: ({ over, observed }) =>
        `${formatReading(observed, unit)} is ${over ? '' : 'not '}${side} ${formatReading(limit, unit)}`,
      learned: () => null,
      state: () => null,
    };
  },
};

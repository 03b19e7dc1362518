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
  .superRefine(
    (written, context) => {
      for (const { key, code, message } of faultsOfLimits(written)) {
        context.addIssue({ code: 'custom', path: [key], message, params: { code } });
      }
    },
    { when: () => true }, // beside faults of shape, so that all are shown at once
  );
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
  words: ({ above, below, clearBelow, clearAbove }) => ({
    raises: above === undefined ? `its reading is below ${below}` : `its reading is above ${above}`,
    ...(clearBelow !== undefined && { clears: `its reading is below ${clearBelow}` }),
    ...(clearAbove !== undefined && { clears: `its reading is above ${clearAbove}` }),
    blindTo: ['what is unusual for the hour but within the limit', 'where a reading is heading until it is there'],
  }),
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

/** Runs on unchecked data too: whatever is no number is told elsewhere. */
function faultsOfLimits(written: {
  readonly above?: unknown;
  readonly below?: unknown;
  readonly clearBelow?: unknown;
  readonly clearAbove?: unknown;
}): { readonly key: string; readonly code: string; readonly message: string }[] {
  const { above, below, clearBelow, clearAbove } = written;
  if ((above === undefined) === (below === undefined)) {
    const key = above === undefined ? 'kind' : 'below';
    return [{ key, code: 'rules/limit', message: 'a static rule has one of above and below' }];
  }
  const code = 'rules/clear-side';
  const faults = [];
  const [foreign, side] = above !== undefined ? (['clearAbove', 'above'] as const) : (['clearBelow', 'below'] as const);
  if (written[foreign] !== undefined)
    faults.push({ key: foreign, code, message: `${foreign} does not go with ${side}` });
  if (typeof above === 'number' && typeof clearBelow === 'number' && clearBelow > above) {
    const message = `clearBelow ${clearBelow} must not be greater than above ${above}`;
    faults.push({ key: 'clearBelow', code, message });
  }
  if (typeof below === 'number' && typeof clearAbove === 'number' && clearAbove < below) {
    const message = `clearAbove ${clearAbove} must not be less than below ${below}`;
    faults.push({ key: 'clearAbove', code, message });
  }
  return faults;
}

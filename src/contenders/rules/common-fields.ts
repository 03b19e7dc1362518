import { z } from 'zod';
import { duration } from '../duration-setting.ts';

/** What every rule may say. */
export const everyRule = {
  name: z.string().min(1).describe('Unique in the file; alerts and k-of-n rules refer to it.'),
  summary: z.string().optional().describe('For people: why this rule exists.'),
  for: duration.default('0s').describe('How long the condition must hold before the rule fires.'),
  alert: z.boolean().default(true).describe('false: a helper for k-of-n rules; alone it raises no alert.'),
};

const labelSelector = z
  .strictObject({
    name: z.string().default('*').describe('Glob over the metric name.'),
    labels: z.record(z.string(), z.string()).default({}).describe('Label → glob over its value; all must match.'),
  })
  .describe('Channels by metric name and labels.');

export const selectorSchema = z
  .union([z.string().min(1), labelSelector])
  .describe('A channel name, a glob over channel names (`*`, `cpu_*`), or a mapping of name and labels.');
export type Selector = z.output<typeof selectorSchema>;

const atLeast = z.strictObject({
  atLeast: z.number().int().min(1).describe('How many channels must be over.'),
  within: duration.default('0s').describe('A channel still counts this long after it last was; 0s: on the same row.'),
});

/** What every rule over channels may say. */
export const overChannels = {
  ...everyRule,
  channel: selectorSchema,
  combine: z
    .union([z.enum(['any', 'all']), atLeast])
    .default('any')
    .describe(
      'Over several channels: fires when any of them, only when all of them, or when at least so many are over.',
    ),
  group: z
    .union([
      z.strictObject({ by: z.string().min(1).describe('A label: channels with the same value are one group.') }),
      z.strictObject({
        of: z
          .record(z.string().min(1), z.array(selectorSchema).min(1))
          .refine((groups) => Object.keys(groups).length > 0, { error: 'expected at least one group' })
          .describe('Name of a group → which of the channels belong to it.'),
      }),
    ])
    .optional()
    .describe('`combine` holds within a group; the rule fires for any group, and its causes name every channel over.'),
  bridge: duration
    .default('0s')
    .describe('How long a missing reading may be stood in for by the last one; after that the rule cannot tell.'),
};

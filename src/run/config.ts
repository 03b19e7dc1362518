import { z } from 'zod';
import { parseDurationMs } from '../duration.ts';
import type { JsonObject } from '../json.ts';
import { STUDIES } from '../record/schema.ts';

const duration = z
  .string()
  .refine((text) => {
    try {
      parseDurationMs(text);
      return true;
    } catch {
      return false;
    }
  }, 'expected a duration such as 30s, 20m, 8h or 1d12h')
  .describe('A duration: 30s, 20m, 8h, 1d12h');

const seed = z.number().int().min(1).max(0x7fffffff);
const settings: z.ZodType<JsonObject, JsonObject> = z.record(z.string(), z.json());

const contender = z.union([
  z.string().describe('A name of the line-up, or the path of a module'),
  z.strictObject({
    use: z.string().describe('A name of the line-up, or the path of a module whose default export makes a contender'),
    name: z.string().min(1).optional().describe('Name in the report; needed when one entry takes part twice'),
    with: settings.optional().describe('Settings of the contender'),
  }),
]);

/** What a user may write in watchbench.config.yaml, .json, .js or .ts. Everything has a default but the data. */
export const configSchema = z.strictObject({
  title: z.string().optional(),
  data: z
    .union([
      z.string(),
      z.strictObject({
        path: z.string(),
        select: z.string().optional().describe('Glob over the files of a NAB checkout: realAWSCloudwatch/*'),
        labelColumn: z.string().optional().describe('For a CSV file: the 0/1 column that says what was true'),
        incidents: z.string().optional().describe('For a CSV file: the file of incidents that says what was true'),
        timeColumn: z.string().optional().describe('For a CSV file: default is the first column named like a time'),
      }),
    ])
    .optional()
    .describe('A dataset folder, a NAB checkout or a CSV file; relative to the configuration file'),
  contenders: z.array(contender).min(1).optional(),
  studies: z.array(z.enum(STUDIES)).min(1).optional(),
  seeds: z
    .union([seed, z.array(seed).min(1)])
    .optional()
    .describe('The first is used by all studies; determinism retrains over all'),
  leaveOut: z
    .enum(['recording', 'group'])
    .optional()
    .describe('What is left out together where recordings carry their own learning part'),
  policy: z
    .strictObject({
      clearRatio: z.number().gt(0).max(1).optional().describe('An alert clears below this share of the threshold'),
      hold: duration.optional().describe('Over the threshold for this long before an alert goes up'),
      keep: duration.optional().describe('An alert stays up this long after it was last over'),
      cooldown: duration.optional().describe('Going up again within this is no second page'),
    })
    .optional()
    .describe('Turns scores into alerts; the same for every contender'),
  accuracy: z
    .strictObject({
      primaryMetric: z.string().optional(),
      iKnow: z
        .strictObject({ why: z.string().trim().min(1).describe('Goes into the record beside the metric') })
        .optional()
        .describe('Needed to rest the verdict on a metric that noise does well on, such as pa-f1'),
      metrics: z.array(z.string()).min(1).optional(),
      everySeed: z
        .boolean()
        .optional()
        .describe('Measure accuracy for every seed, and at the threshold as written too; default: the first seed'),
      thresholdTrials: z.number().int().min(2).max(10_000).optional(),
      bootstrapResamples: z.number().int().min(100).max(100_000).optional(),
      margin: z.number().min(0).optional().describe('A smaller difference of the primary metric is no difference'),
      toleranceBefore: duration.optional().describe('A page this long before an incident still belongs to it'),
      toleranceAfter: duration.optional().describe('A page this long after an incident still belongs to it'),
      costs: z
        .strictObject({
          missedIncident: z.number().min(0).optional().describe('An incident nobody was paged for; default 10'),
          falsePage: z.number().min(0).optional().describe('A page that belongs to no incident; default 1'),
          repeatedPage: z.number().min(0).optional().describe('Each further page of one incident; default 0.2'),
          undetectedHour: z.number().min(0).optional().describe('Each hour until the first page; default 1'),
        })
        .optional()
        .describe('Behind the metric cost-per-day'),
    })
    .optional(),
  behaviour: z
    .strictObject({
      properties: z.array(z.string()).min(1).optional(),
      runs: z.number().int().min(1).max(100_000).optional(),
    })
    .optional(),
  determinism: z.strictObject({ repeats: z.number().int().min(2).max(1000).optional() }).optional(),
  tune: z
    .strictObject({
      trials: z.number().int().min(2).max(10_000).optional().describe('The same for every contender; default 30'),
      seed: seed.optional().describe('Draws the settings that are tried; default: the first of `seeds`'),
      rules: z
        .enum(['shared', 'by-kind', 'by-rule'])
        .optional()
        .describe(
          'Factors on the figures of a rule file: one per role (all limits, all holds), one per kind of rule, or one per rule, which fits best and holds least',
        ),
    })
    .optional()
    .describe('For "watchbench tune"'),
  latency: z
    .strictObject({
      against: z.string().optional().describe('The contender every other one is timed in turns with'),
      rounds: z.number().int().min(3).max(1000).optional(),
      roundDuration: duration.optional(),
      coldStarts: z.number().int().min(0).max(100).optional(),
    })
    .optional(),
});

export type WatchbenchConfig = z.input<typeof configSchema>;

/** One contender of a configuration, written out. */
export type ContenderEntry = Exclude<NonNullable<WatchbenchConfig['contenders']>[number], string>;

/** Types a configuration written in TypeScript or JavaScript; returns it unchanged. */
export const defineConfig = (config: WatchbenchConfig): WatchbenchConfig => config;

import { z } from 'zod';
import { parseDurationMs } from '../duration.ts';
import { InputError } from '../faults.ts';
import { parseTimeMs } from './time-text.ts';

const text = z.string().min(1);

const duration = z
  .string()
  .check((context) => {
    try {
      if (parseDurationMs(context.value) > 0) return;
      throw InputError.of('duration/shape', 'a step is longer than nothing');
    } catch (error) {
      const message = error instanceof InputError ? error.faults[0].message : String(error);
      context.issues.push({ code: 'custom', input: context.value, message, params: { code: 'manifest/duration' } });
    }
  })
  .describe('A duration such as 30s, 5m or 1h.');

/** A time as text (ISO 8601; no zone means UTC) or a whole number of epoch milliseconds. */
export const timeSchema = z.union([z.string(), z.int()]).check((context) => {
  if (Number.isNaN(toTimeMs(context.value))) {
    const message = `expected a time (ISO 8601 or epoch milliseconds), got ${JSON.stringify(context.value)}`;
    context.issues.push({ code: 'custom', input: context.value, message, params: { code: 'incidents/time' } });
  }
});

/** The number is milliseconds however small, unlike in a CSV cell; the text is read like one. */
export function toTimeMs(time: string | number): number {
  return typeof time === 'number' ? time : parseTimeMs(time);
}

const channel = z.strictObject({
  name: text.describe('Column header in the CSV files: a metric name, or name{label="value"}.'),
  unit: text.describe('Unit of the readings, UCUM-like: ms, By, 1, req/s, %.'),
  kind: z.enum(['gauge', 'counter']),
});

const checksum = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits')
  .describe('Of the file as it is stored.');

const recording = z.strictObject({
  id: text,
  file: text.describe('CSV file, plain or gzip, relative to the dataset folder.'),
  role: z
    .enum(['train', 'validation', 'test', 'train-then-test'])
    .describe('train-then-test: the rows before scoredFrom are for learning, the rest is judged.'),
  group: text.optional().describe('Recordings of one group are left out together. Default: the id.'),
  sha256: checksum,
  series: z
    .strictObject({
      file: text.describe('Raw series file, plain or gzip, relative to the dataset folder.'),
      sha256: checksum,
    })
    .optional()
    .describe('What the monitoring system itself stored over the same time, each series with its own times.'),
  scoredFrom: z
    .union([timeSchema, z.strictObject({ row: z.int().positive() })])
    .optional()
    .describe('First time that counts, or { row } counted from 0. Default: the first row.'),
  channels: z.array(text).min(1).optional().describe('Names of the channels this file holds. Default: all.'),
});

/** `dataset.json`. */
export const manifestSchema = z
  .strictObject({
    $schema: z.string().optional(),
    schemaVersion: z.literal(1),
    name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'expected lower-case letters, digits, dots and dashes'),
    title: text,
    licence: text.describe('SPDX identifier where there is one.'),
    source: text.describe('Where the readings come from.'),
    description: text,
    samplingStep: duration.optional().describe('Usual time between rows. Left out where the recordings differ.'),
    time: z
      .enum(['increasing', 'as-recorded'])
      .default('increasing')
      .describe('as-recorded accepts times that repeat or go backwards; they are never sorted.'),
    timeColumn: text.default('timestamp'),
    channels: z.array(channel).min(1),
    recordings: z.array(recording).min(1),
    incidents: text
      .nullable()
      .describe('Incidents file, relative to the dataset folder; null where nothing is labelled.'),
    rules: z
      .union([
        text,
        z.strictObject({
          path: text,
          with: z.record(z.string(), z.json()).describe('Settings of the contender that reads them.'),
        }),
      ])
      .nullable()
      .default(null)
      .describe('Rule file, or folder of Prometheus rule files, that ships with the dataset.'),
    defaults: z
      .strictObject({
        cooldown: duration.optional().describe('Going up again within this is no second page.'),
        contenders: z
          .record(z.string(), z.record(z.string(), z.json()))
          .optional()
          .describe(
            'Contender, as a configuration names it: its settings, each unless the configuration says otherwise.',
          ),
      })
      .optional()
      .describe("What holds where a configuration is silent, for data whose time does not run like a server's."),
  })
  .meta({ title: 'watchbench dataset manifest' });

export type Manifest = z.output<typeof manifestSchema>;
/** As written in the file: what has a default may be left out. */
export type ManifestInput = z.input<typeof manifestSchema>;

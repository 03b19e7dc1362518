import { z } from 'zod';
import { positiveDuration } from '../../duration-setting.ts';
import { EVALUATION_RANGE_SHAPE } from './evaluation-range.ts';

const mapping = z.strictObject({
  namespace: z.string().optional().describe('Default: any.'),
  metric: z.string().min(1).describe('MetricName of the alarms.'),
  dimensions: z.record(z.string(), z.string()).optional().describe('Exactly these. Default: any.'),
  channel: z.string().min(1).describe('Name of the channel that holds it.'),
  holds: z
    .string()
    .min(1)
    .default('samples')
    .describe('samples, or the statistic that was recorded: Average, Sum, SampleCount, Minimum, Maximum, p99, …'),
});
export type ChannelMapping = z.output<typeof mapping>;

const band = z.strictObject({
  alarm: z.string().min(1).describe('Name of an anomaly-band alarm.'),
  lower: z.string().min(1).describe('Channel with the lower edge of its band.'),
  upper: z.string().min(1).describe('Channel with the upper edge.'),
});
export type BandMapping = z.output<typeof band>;

/** How alarms are replayed over a recording; the alarms themselves are another matter. */
export const replaySettings = {
  evaluationRange: z
    .string()
    .regex(EVALUATION_RANGE_SHAPE, { error: 'expected usual, N, or N+2 and the like' })
    .default('usual')
    .describe('Periods fetched for a decision. usual: N + max(2, N / 3).'),
  stamp: z
    .enum(['start', 'end'])
    .default('start')
    .describe('Whether a row covers the time from its timestamp on (as CloudWatch writes them) or up to it.'),
  alarms: z.array(z.string().min(1)).min(1).default(['**']).describe('Names of the alarms that may page, as globs.'),
  metrics: z.array(mapping).default([]),
  bands: z.array(band).default([]),
};

export const cloudwatchSettingsSchema = z.strictObject({
  file: z
    .string({ error: 'name a file with the alarms, as aws cloudwatch describe-alarms prints them' })
    .min(1)
    .describe('JSON of aws cloudwatch describe-alarms.'),
  resolution: positiveDuration.optional().describe('Time between rows. Default: as in the dataset.'),
  ...replaySettings,
});
export type CloudwatchSettings = z.output<typeof cloudwatchSettingsSchema>;

export type ReplaySettings = Pick<CloudwatchSettings, 'evaluationRange' | 'stamp' | 'alarms' | 'metrics' | 'bands'> & {
  readonly resolutionMs: number;
};

import { z } from 'zod';
import { dimensionsSchema, metricDataQuerySchema } from '../../../telemetry/cloudwatch/metric-data-query.ts';
import { COMPARISONS } from './comparison.ts';
import { MISSING_DATA_SETTINGS } from './missing-data.ts';

/**
 * What `describe-alarms` returns, field by field. A key that the API does not know is a fault; what is only state or
 * paperwork is accepted and not read.
 */
const time = z.union([z.string(), z.number()]);
const actions = z.array(z.string());
const state = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
const seconds = (from: number, to: number) => z.int().min(from).max(to);

const ofEveryAlarm = {
  AlarmName: z.string().min(1).max(255),
  AlarmArn: z.string().optional(),
  AlarmDescription: z.string().optional(),
  AlarmConfigurationUpdatedTimestamp: time.optional(),
  ActionsEnabled: z.boolean().default(true),
  OKActions: actions.optional(),
  AlarmActions: actions.optional(),
  InsufficientDataActions: actions.optional(),
  StateValue: state.optional(),
  StateReason: z.string().optional(),
  StateReasonData: z.string().optional(),
  StateUpdatedTimestamp: time.optional(),
  StateTransitionedTimestamp: time.optional(),
};

const period = z.int().refine((value) => [10, 20, 30].includes(value) || (value > 0 && value % 60 === 0), {
  error: 'expected 10, 20, 30 or a multiple of 60 seconds',
});

export const metricAlarmSchema = z.strictObject({
  ...ofEveryAlarm,
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
  ExtendedStatistic: z.string().optional(),
  Dimensions: dimensionsSchema.default([]),
  Period: period.optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: z.int().min(1).optional(),
  DatapointsToAlarm: z.int().min(1).optional(),
  Threshold: z.number().optional(),
  ComparisonOperator: z.enum(COMPARISONS).optional(),
  TreatMissingData: z.enum(MISSING_DATA_SETTINGS).optional(),
  EvaluateLowSampleCountPercentile: z.enum(['evaluate', 'ignore']).default('evaluate'),
  Metrics: z.array(metricDataQuerySchema(period)).default([]),
  ThresholdMetricId: z.string().optional(),
  EvaluationState: z.string().optional(),
  EvaluationWindow: z
    .strictObject({
      SlidingWindow: z.strictObject({}).optional(),
      WallClockWindow: z.strictObject({ Timezone: z.string().min(1).max(50).default('UTC') }).optional(),
    })
    .optional(),
  WarmUpConfiguration: z
    .strictObject({
      WarmUpPeriodDurationInMinutes: z.int().min(1).max(2880),
      OnlyStartEvaluatingAfterWarmUpPeriodEnds: z.boolean().default(false),
    })
    .optional(),
  EvaluationCriteria: z
    .strictObject({
      PromQLCriteria: z.strictObject({
        Query: z.string().min(1).max(10_000),
        PendingPeriod: seconds(0, 86_400).default(0),
        RecoveryPeriod: seconds(0, 86_400).default(0),
      }),
    })
    .optional(),
  EvaluationInterval: seconds(10, 3600).optional(),
});
export type MetricAlarmFields = z.output<typeof metricAlarmSchema>;
export type QueryFields = MetricAlarmFields['Metrics'][number];

export const compositeAlarmSchema = z.strictObject({
  ...ofEveryAlarm,
  AlarmRule: z.string().min(1).max(10_240),
  ActionsSuppressedBy: z.string().optional(),
  ActionsSuppressedReason: z.string().optional(),
  ActionsSuppressor: z.string().optional(),
  ActionsSuppressorWaitPeriod: z.int().min(0).optional(),
  ActionsSuppressorExtensionPeriod: z.int().min(0).optional(),
});
export type CompositeAlarmFields = z.output<typeof compositeAlarmSchema>;

export const describeAlarmsSchema = z.strictObject({
  MetricAlarms: z.array(metricAlarmSchema).default([]),
  CompositeAlarms: z.array(compositeAlarmSchema).default([]),
  /** Alarms on log queries: only their names are read. */
  LogAlarms: z.array(z.looseObject({ AlarmName: z.string().min(1) })).default([]),
  NextToken: z.string().nullish(),
  ResponseMetadata: z.unknown().optional(),
});
export type DescribedAlarms = z.output<typeof describeAlarmsSchema>;

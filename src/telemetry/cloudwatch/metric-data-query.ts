import { z } from 'zod';

export const dimensionsSchema = z.array(z.strictObject({ Name: z.string().min(1), Value: z.string() })).max(30);

/** An entry of `MetricDataQueries` of GetMetricData, and of `Metrics` of an alarm; they differ in the periods allowed. */
export const metricDataQuerySchema = (period: z.ZodType<number>) =>
  z.strictObject({
    Id: z.string().regex(/^[a-z][A-Za-z0-9_]*$/, { error: 'expected an id that starts with a small letter' }),
    MetricStat: z
      .strictObject({
        Metric: z.strictObject({
          Namespace: z.string().optional(),
          MetricName: z.string(),
          Dimensions: dimensionsSchema.default([]),
        }),
        Period: period,
        Stat: z.string(),
        Unit: z.string().optional(),
      })
      .optional(),
    Expression: z.string().min(1).max(2048).optional(),
    Label: z.string().optional(),
    ReturnData: z.boolean().default(true),
    Period: period.optional(),
    AccountId: z.string().optional(),
  });

import { InputError } from '../faults.ts';
import { abstentionRatio } from './abstention-ratio.ts';
import { averagePrecision } from './average-precision.ts';
import { eventF1 } from './event-f1.ts';
import { eventPrecision } from './event-precision.ts';
import { eventRecall } from './event-recall.ts';
import { falseAlarmsPerDay } from './false-alarms-per-day.ts';
import { lookAlikesAlerted } from './look-alikes-alerted.ts';
import { mcc } from './mcc.ts';
import type { Metric } from './metric.ts';
import { nabLowFn, nabLowFp, nabStandard } from './nab-score.ts';
import { pointF1 } from './point-f1.ts';
import { pointPrecision } from './point-precision.ts';
import { pointRecall } from './point-recall.ts';
import { rocAuc } from './roc-auc.ts';
import { timeInAlarm } from './time-in-alarm.ts';
import { timeToDetect } from './time-to-detect.ts';

/** Every metric there is. To add one: a file of its own, a line here, a row in test/accuracy/metric-laws.test.ts. */
export const METRICS: readonly Metric[] = [
  eventPrecision,
  eventRecall,
  eventF1,
  timeToDetect,
  falseAlarmsPerDay,
  timeInAlarm,
  lookAlikesAlerted,
  abstentionRatio,
  pointPrecision,
  pointRecall,
  pointF1,
  mcc,
  rocAuc,
  averagePrecision,
  nabStandard,
  nabLowFp,
  nabLowFn,
];

/** @throws InputError `metric/unknown` */
export function metricById(id: string): Metric {
  const metric = METRICS.find(({ card }) => card.id === id);
  if (metric !== undefined) return metric;
  const known = METRICS.map(({ card }) => card.id).join(', ');
  throw InputError.of('metric/unknown', `there is no metric ${JSON.stringify(id)}`, undefined, `there are: ${known}`);
}

/** Metrics that look at scores alone: no threshold, no alerts. */
const THRESHOLD_FREE: readonly Metric[] = [rocAuc, averagePrecision, abstentionRatio];

export const needsThreshold = (metric: Metric): boolean => !THRESHOLD_FREE.includes(metric);

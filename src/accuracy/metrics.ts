import { InputError } from '../faults.ts';
import { abstentionRatio } from './abstention-ratio.ts';
import { alertsPerIncident } from './alerts-per-incident.ts';
import { averagePrecision } from './average-precision.ts';
import { costPerDay } from './cost-per-day.ts';
import { eventF1 } from './event-f1.ts';
import { eventPrecision } from './event-precision.ts';
import { eventRecall } from './event-recall.ts';
import { EXATHLON_LEVELS } from './exathlon.ts';
import { falseAlarmsPerDay } from './false-alarms-per-day.ts';
import { falseAlarmsPerSeries } from './false-alarms-per-series.ts';
import { incidentsHiddenByAbstention } from './incidents-hidden-by-abstention.ts';
import { leadTime } from './lead-time.ts';
import { lookAlikesAlerted } from './look-alikes-alerted.ts';
import { mcc } from './mcc.ts';
import type { Metric } from './metric.ts';
import { nabLowFn, nabLowFp, nabStandard } from './nab-score.ts';
import { pagesPerDay } from './pages-per-day.ts';
import { pointF1 } from './point-f1.ts';
import { pointPrecision } from './point-precision.ts';
import { pointRecall } from './point-recall.ts';
import { rocAuc } from './roc-auc.ts';
import { SCORE_SERIES_METRICS, SERIES_METRICS } from './series-metrics/series-metrics.ts';
import { timeInAlarm } from './time-in-alarm.ts';
import { timeToDetect } from './time-to-detect.ts';

/** Every metric there is. To add one: a file of its own, a line here, a row in test/accuracy/metric-laws.test.ts. */
export const METRICS: readonly Metric[] = [
  eventPrecision,
  eventRecall,
  eventF1,
  alertsPerIncident,
  timeToDetect,
  leadTime,
  falseAlarmsPerDay,
  falseAlarmsPerSeries,
  pagesPerDay,
  timeInAlarm,
  costPerDay(),
  lookAlikesAlerted,
  abstentionRatio,
  incidentsHiddenByAbstention,
  ...EXATHLON_LEVELS,
  pointPrecision,
  pointRecall,
  pointF1,
  mcc,
  rocAuc,
  averagePrecision,
  nabStandard,
  nabLowFp,
  nabLowFn,
  ...SERIES_METRICS,
];

/** @throws InputError `metric/unknown` */
export function metricById(id: string): Metric {
  const metric = METRICS.find(({ card }) => card.id === id);
  if (metric !== undefined) return metric;
  const known = METRICS.map(({ card }) => card.id).join(', ');
  throw InputError.of('metric/unknown', `there is no metric ${JSON.stringify(id)}`, undefined, `there are: ${known}`);
}

/** Metrics that look at scores alone: no threshold, no alerts. */
const THRESHOLD_FREE: ReadonlySet<string> = new Set(
  [rocAuc, averagePrecision, abstentionRatio, ...SCORE_SERIES_METRICS].map(({ card }) => card.id),
);

export const needsThreshold = (metric: Metric): boolean => !THRESHOLD_FREE.has(metric.card.id);

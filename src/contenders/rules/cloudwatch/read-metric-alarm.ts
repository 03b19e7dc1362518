import type { Path } from '../../../telemetry/positioned-document.ts';
import type { EvaluationWindow, MetricAlarm, PromqlAlarm, UnreplayableAlarm, WarmUp } from './alarm.ts';
import type { AlarmFile } from './alarm-file.ts';
import type { MetricAlarmFields } from './alarm-schema.ts';
import { needsBand } from './comparison.ts';
import { isLongPeriod, mostPeriods } from './evaluation-window.ts';
import { readPromql } from './read-promql.ts';
import { readQueries } from './read-queries.ts';
import { timeZoneOffsetMs } from './time-zone.ts';

const DAY_S = 86_400;
const WEEK_S = 604_800;
const WALL_CLOCK_PERIODS_S = [60, 300, 3600, DAY_S, WEEK_S];
const CODE = 'cloudwatch/alarm';

type Read = MetricAlarm | PromqlAlarm | UnreplayableAlarm | null;

/** One of `MetricAlarms`; null where faults leave nothing to go on. */
export function readMetricAlarm(fields: MetricAlarmFields, path: Path, file: AlarmFile): Read {
  const named = {
    name: fields.AlarmName,
    arn: fields.AlarmArn ?? null,
    where: file.where(path),
    acts: fields.ActionsEnabled && (fields.AlarmActions ?? []).length > 0,
    enabled: fields.ActionsEnabled,
  };
  const warmUp = readWarmUp(fields);
  const promql = fields.EvaluationCriteria?.PromQLCriteria;
  if (promql !== undefined) {
    checkQuery(promql.Query, named.name, [...path, 'EvaluationCriteria', 'PromQLCriteria', 'Query'], file);
    return {
      kind: 'promql',
      ...named,
      query: promql.Query,
      pendingMs: promql.PendingPeriod * 1000,
      recoveryMs: promql.RecoveryPeriod * 1000,
      intervalMs: (fields.EvaluationInterval ?? 60) * 1000,
      warmUp,
    };
  }
  const queries = readQueries(fields, path, file);
  const counts = readCounts(fields, path, file);
  const window = readWindow(fields, path, file);
  const comparison = fields.ComparisonOperator;
  if (comparison === undefined) file.fault(path, CODE, `${named.name}: ComparisonOperator is missing`);
  if (queries === null || comparison === undefined) return null;
  if (queries.kind === 'refused') return { kind: 'unreplayable', ...named, reason: queries.reason };
  const threshold = readThreshold(fields, path, file);
  if (counts === null || window === null || threshold === null) return null;
  checkRange(queries.periodMs / 1000, counts.evaluationPeriods, window, path, file);
  // Metrics of DynamoDB appear only while there is traffic; its alarms keep their state unless told otherwise.
  const usual = queries.namespaces.includes('AWS/DynamoDB') ? 'ignore' : 'missing';
  return {
    kind: 'metric',
    ...named,
    ...counts,
    periodMs: queries.periodMs,
    treatMissingData: fields.TreatMissingData ?? usual,
    ignoresLowSampleCount: fields.EvaluateLowSampleCountPercentile === 'ignore',
    comparison,
    threshold,
    queries: queries.queries,
    watched: queries.watched,
    window,
    warmUp,
  };
}

function checkQuery(query: string, name: string, path: Path, file: AlarmFile): void {
  const read = readPromql(query);
  if (read.kind !== 'invalid') return;
  for (const { at, message, hint } of read.faults) {
    file.faultInText(path, at, 'cloudwatch/promql', `${name}: ${message}`, hint);
  }
}

function readWarmUp({ WarmUpConfiguration: configured }: MetricAlarmFields): WarmUp | null {
  if (configured === undefined) return null;
  return {
    durationMs: configured.WarmUpPeriodDurationInMinutes * 60_000,
    full: configured.OnlyStartEvaluatingAfterWarmUpPeriodEnds,
  };
}

function readCounts(fields: MetricAlarmFields, path: Path, file: AlarmFile) {
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm = evaluationPeriods } = fields;
  if (evaluationPeriods === undefined || datapointsToAlarm === undefined) {
    file.fault(path, CODE, `${fields.AlarmName}: EvaluationPeriods is missing`);
    return null;
  }
  if (datapointsToAlarm > evaluationPeriods) {
    const message = `DatapointsToAlarm ${datapointsToAlarm} is more than EvaluationPeriods ${evaluationPeriods}`;
    file.fault([...path, 'DatapointsToAlarm'], CODE, `${fields.AlarmName}: ${message}`);
    return null;
  }
  return { evaluationPeriods, datapointsToAlarm, countsDatapoints: fields.DatapointsToAlarm !== undefined };
}

function readThreshold(fields: MetricAlarmFields, path: Path, file: AlarmFile): MetricAlarm['threshold'] | null {
  const { AlarmName: name, Threshold: value, ThresholdMetricId: id, ComparisonOperator: comparison } = fields;
  const isBand = comparison !== undefined && needsBand(comparison);
  if (isBand !== (id !== undefined)) {
    const message = isBand
      ? `${comparison} compares with a band; ThresholdMetricId is missing`
      : `ThresholdMetricId goes with a comparison with a band, not with ${comparison}`;
    file.fault([...path, 'ComparisonOperator'], CODE, `${name}: ${message}`);
    return null;
  }
  if (id !== undefined) return { kind: 'band', id };
  if (value !== undefined) return { kind: 'number', value };
  file.fault(path, CODE, `${name}: Threshold is missing`);
  return null;
}

function readWindow(fields: MetricAlarmFields, path: Path, file: AlarmFile): EvaluationWindow | null {
  const { SlidingWindow: sliding, WallClockWindow: wallClock } = fields.EvaluationWindow ?? {};
  const at = [...path, 'EvaluationWindow'];
  if (sliding !== undefined && wallClock !== undefined) {
    file.fault(at, CODE, `${fields.AlarmName}: one of SlidingWindow and WallClockWindow, not both`);
    return null;
  }
  if (wallClock === undefined) return { kind: 'sliding' };
  if (timeZoneOffsetMs(wallClock.Timezone, 0) === null) {
    const hint = 'expected a name such as America/New_York, or an offset such as +05:30 or UTC+05:30';
    const message = `${fields.AlarmName}: there is no time zone ${JSON.stringify(wallClock.Timezone)}`;
    file.fault([...at, 'WallClockWindow', 'Timezone'], CODE, message, hint);
    return null;
  }
  return { kind: 'wall-clock', timeZone: wallClock.Timezone };
}

function checkRange(
  periodS: number,
  evaluationPeriods: number,
  { kind }: EvaluationWindow,
  path: Path,
  file: AlarmFile,
): void {
  if (evaluationPeriods > mostPeriods(periodS * 1000)) {
    const most = isLongPeriod(periodS * 1000) ? 'a week' : 'a day';
    const message = `${evaluationPeriods} periods of ${periodS} s are longer than ${most}`;
    const hint = 'periods under an hour may cover a day, longer ones a week';
    file.fault([...path, 'EvaluationPeriods'], CODE, message, hint);
  }
  if (kind === 'wall-clock' && !WALL_CLOCK_PERIODS_S.includes(periodS)) {
    const message = `a wall clock window needs a period of ${WALL_CLOCK_PERIODS_S.join(', ')} s, got ${periodS}`;
    file.fault([...path, 'EvaluationWindow'], CODE, message);
  }
}

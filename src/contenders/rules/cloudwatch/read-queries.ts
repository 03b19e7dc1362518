import type { Path } from '../../../telemetry/positioned-document.ts';
import { suggestionHint } from '../../../telemetry/suggest.ts';
import type { MetricQuery } from './alarm.ts';
import type { AlarmFile } from './alarm-file.ts';
import type { MetricAlarmFields, QueryFields } from './alarm-schema.ts';
import { idsOf, type MathNode } from './metric-math/ast.ts';
import { checkMath, type Scope } from './metric-math/check.ts';
import { MathSyntaxError, parseMath } from './metric-math/parse.ts';
import type { MathType } from './metric-math/value.ts';
import { parseStatistic, type Statistic } from './statistic.ts';

const CODE = 'cloudwatch/metric';
const MATH_CODE = 'cloudwatch/metric-math';

export type ReadQueries =
  | {
      readonly kind: 'read';
      readonly queries: readonly MetricQuery[];
      readonly watched: string;
      readonly periodMs: number;
      readonly namespaces: readonly string[];
    }
  /** Right, and not to be computed here. */
  | { readonly kind: 'refused'; readonly reason: string };

/** What a metric alarm watches; null where faults leave nothing to go on. */
export function readQueries(fields: MetricAlarmFields, path: Path, file: AlarmFile): ReadQueries | null {
  const isPlain = fields.MetricName !== undefined;
  if (isPlain === fields.Metrics.length > 0) {
    file.fault(path, CODE, `${fields.AlarmName}: an alarm has one of MetricName, Metrics and EvaluationCriteria`);
    return null;
  }
  return isPlain ? readPlain(fields, path, file) : readMetrics(fields, path, file);
}

function readPlain(fields: MetricAlarmFields, path: Path, file: AlarmFile): ReadQueries | null {
  const { AlarmName, MetricName = '', Namespace = '', Statistic: plain, ExtendedStatistic: extended, Period } = fields;
  if (Period === undefined) file.fault(path, CODE, `${AlarmName}: Period is missing`);
  if ((plain === undefined) === (extended === undefined)) {
    file.fault(path, CODE, `${AlarmName}: an alarm has one of Statistic and ExtendedStatistic`);
    return null;
  }
  const at = [...path, plain === undefined ? 'ExtendedStatistic' : 'Statistic'];
  const statistic = readStatistic((plain ?? extended)!, AlarmName, at, file);
  if (statistic === null || Period === undefined) return null;
  if ('reason' in statistic) return { kind: 'refused', reason: statistic.reason };
  const metric = { namespace: Namespace, name: MetricName, dimensions: dimensionsOf(fields.Dimensions) };
  return {
    kind: 'read',
    queries: [{ kind: 'stat', id: 'm1', metric, statistic, stat: (plain ?? extended)! }],
    watched: 'm1',
    periodMs: Period * 1000,
    namespaces: [Namespace],
  };
}

function readMetrics(fields: MetricAlarmFields, path: Path, file: AlarmFile): ReadQueries | null {
  const { AlarmName: alarm, Metrics, ThresholdMetricId: bandId } = fields;
  const reasons: string[] = [];
  const sheet = Metrics.map((query, i) => {
    const at = [...path, 'Metrics', i];
    if (Metrics.findIndex(({ Id }) => Id === query.Id) < i) {
      file.fault([...at, 'Id'], CODE, `${alarm}: ${query.Id} is already the id of another metric`);
    }
    return readQuery(query, alarm, at, file, reasons);
  });
  const band = bandId === undefined ? undefined : Metrics.find(({ Id }) => Id === bandId);
  if (bandId !== undefined && (band === undefined || !band.Expression?.includes('ANOMALY_DETECTION_BAND'))) {
    const message = `${alarm}: ThresholdMetricId ${bandId} is no ANOMALY_DETECTION_BAND among Metrics`;
    file.fault([...path, 'ThresholdMetricId'], CODE, message);
    return null;
  }
  const returned = Metrics.filter(({ ReturnData, Id }) => ReturnData && Id !== bandId);
  if (returned.length !== 1) {
    const message = `${alarm}: ${returned.length} metrics return data, expected 1${bandId === undefined ? '' : ' beside the band'}`;
    file.fault([...path, 'Metrics'], CODE, message);
    return null;
  }
  const periods = new Set(Metrics.flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? []));
  if (periods.size !== 1) {
    const got = periods.size === 0 ? 'none' : [...periods].join(', ');
    file.fault([...path, 'Metrics'], CODE, `${alarm}: the metrics of an alarm share one Period, got ${got}`);
    return null;
  }
  const queries = sheet.filter((query): query is MetricQuery => query !== null && query.id !== bandId);
  const watched = returned[0]!.Id;
  checkExpressions({ alarm, queries, watched, Metrics, path, file, reasons });
  if (reasons.length > 0) return { kind: 'refused', reason: reasons.join('; ') };
  if (queries.length < Metrics.length - (band === undefined ? 0 : 1)) return null; // faults have been told
  const namespaces = queries.flatMap((query) => (query.kind === 'stat' ? [query.metric.namespace] : []));
  return { kind: 'read', queries, watched, periodMs: [...periods][0]! * 1000, namespaces };
}

function readQuery(
  query: QueryFields,
  alarm: string,
  at: Path,
  file: AlarmFile,
  reasons: string[],
): MetricQuery | null {
  const { Id: id, MetricStat: stat, Expression: text } = query;
  if ((stat === undefined) === (text === undefined)) {
    file.fault(at, CODE, `${alarm}: ${id} has one of MetricStat and Expression`);
    return null;
  }
  if (stat !== undefined) {
    const statistic = readStatistic(stat.Stat, alarm, [...at, 'MetricStat', 'Stat'], file);
    if (statistic === null) return null;
    if ('reason' in statistic) {
      reasons.push(statistic.reason);
      return null;
    }
    const { Namespace: namespace = '', MetricName: name, Dimensions } = stat.Metric;
    return {
      kind: 'stat',
      id,
      metric: { namespace, name, dimensions: dimensionsOf(Dimensions) },
      statistic,
      stat: stat.Stat,
    };
  }
  if (/^\s*SELECT\b/i.test(text!)) {
    reasons.push(`${id} is a Metrics Insights query, which looks for metrics in an account`);
    return null;
  }
  try {
    return { kind: 'expression', id, text: text!, expression: parseMath(text!) };
  } catch (error) {
    if (!(error instanceof MathSyntaxError)) throw error;
    file.faultInText([...at, 'Expression'], error.at, MATH_CODE, `${alarm}, ${id}: ${error.message}`);
    return null;
  }
}

interface Expressions {
  readonly alarm: string;
  readonly queries: readonly MetricQuery[];
  readonly watched: string;
  readonly Metrics: readonly QueryFields[];
  readonly path: Path;
  readonly file: AlarmFile;
  readonly reasons: string[];
}

/** Types of all expressions, those they read first; the one that is watched must be one series. */
function checkExpressions({ alarm, queries, watched, Metrics, path, file, reasons }: Expressions): void {
  const metrics = new Set(queries.flatMap(({ kind, id }) => (kind === 'stat' ? [id] : [])));
  const types = new Map<string, MathType>([...metrics].map((id) => [id, 'series']));
  const placeOf = (id: string): Path => [...path, 'Metrics', Metrics.findIndex(({ Id }) => Id === id), 'Expression'];
  const waiting = new Set<string>();
  const seen = new Set<string>(metrics);
  const known = Metrics.map(({ Id }) => Id);

  const check = (id: string, expression: MathNode): void => {
    if (seen.has(id)) return;
    seen.add(id);
    waiting.add(id);
    for (const inner of idsOf(expression)) {
      if (waiting.has(inner)) {
        file.fault(placeOf(id), MATH_CODE, `${alarm}: ${id} depends on itself`);
        types.set(inner, 'series'); // told; no more is made of it
        continue;
      }
      const query = queries.find((each) => each.id === inner);
      if (query?.kind === 'expression') check(inner, query.expression);
      // One that could not be read has told why already.
      else if (query === undefined && known.includes(inner)) types.set(inner, 'series');
    }
    waiting.delete(id);
    const scope: Scope = { types, metrics };
    const { type, problems } = checkMath(expression, scope);
    for (const { kind, message, at, hint } of problems) {
      if (kind === 'fault') file.faultInText(placeOf(id), at, MATH_CODE, `${alarm}, ${id}: ${message}`, hint);
      else reasons.push(`${id} at letter ${at + 1}, ${message}`);
    }
    types.set(id, type ?? 'series');
    if (id !== watched || type === null || type === 'series') return;
    const hint = type === 'number' ? 'TIME_SERIES(…) makes a series of a number' : 'SUM, MAX, FIRST … make one of many';
    const what = type === 'number' ? 'a number' : 'an array of time series';
    file.faultInText(placeOf(id), 0, MATH_CODE, `${alarm}, ${id}: an alarm watches one time series, got ${what}`, hint);
  };
  for (const query of queries) if (query.kind === 'expression') check(query.id, query.expression);
}

type ReadStatistic = Statistic | { readonly reason: string } | null;

function readStatistic(text: string, alarm: string, at: Path, file: AlarmFile): ReadStatistic {
  const parsed = parseStatistic(text);
  if (parsed.kind === 'known') return parsed.statistic;
  if (parsed.kind === 'refused') return { reason: `the statistic ${text} is not computed` };
  const hint = suggestionHint(text, ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p99', 'tm90', 'IQR']);
  file.fault(at, CODE, `${alarm}: there is no statistic ${JSON.stringify(text)}`, hint);
  return null;
}

const dimensionsOf = (written: readonly { readonly Name: string; readonly Value: string }[]) =>
  Object.fromEntries(written.map(({ Name, Value }) => [Name, Value]));

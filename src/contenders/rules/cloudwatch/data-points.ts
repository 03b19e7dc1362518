import type { MetricAlarm } from './alarm.ts';
import type { BoundAlarm } from './bind-alarm.ts';
import { type Compared, compare } from './comparison.ts';
import type { EvaluationClock } from './evaluation-clock.ts';
import type { Period } from './evaluation-window.ts';
import type { MetricFeed } from './metric-feed.ts';
import { evaluateMath } from './metric-math/evaluate.ts';
import { type MathValue, type Series, series } from './metric-math/value.ts';
import type { Point } from './missing-data.ts';

/** One period of the range, held against its limits. */
export interface DataPoint {
  readonly kind: Point;
  readonly value: number;
  readonly compared: Compared | null;
}

/** The range of an alarm as data points, oldest first. */
export function pointsOf(
  alarm: MetricAlarm,
  sources: BoundAlarm['sources'],
  feeds: readonly MetricFeed[],
  edges: readonly MetricFeed[],
  periods: readonly Period[],
  clock: EvaluationClock,
): DataPoint[] {
  const values = watchedSeries(alarm, sources, feeds, periods, clock);
  return periods.map((period, i) => {
    const value = values[i]!;
    const [lower, upper] =
      alarm.threshold.kind === 'number'
        ? [alarm.threshold.value, alarm.threshold.value]
        : [edges[0]!.pointOf(period), edges[1]!.pointOf(period)];
    if (Number.isNaN(value) || Number.isNaN(lower) || Number.isNaN(upper)) {
      return { kind: 'missing', value: Number.NaN, compared: null };
    }
    const compared = compare(value, alarm.comparison, { lower, upper });
    return { kind: compared.breaching ? 'breaching' : 'fine', value, compared };
  });
}

function watchedSeries(
  alarm: MetricAlarm,
  sources: BoundAlarm['sources'],
  feeds: readonly MetricFeed[],
  periods: readonly Period[],
  clock: EvaluationClock,
): Series {
  const metrics = new Map<string, Series>();
  sources.forEach(({ id }, i) => {
    const values = new Float64Array(periods.length);
    for (let k = 0; k < values.length; k++) values[k] = feeds[i]!.pointOf(periods[k]!);
    metrics.set(id, values);
  });
  const plain = metrics.get(alarm.watched);
  if (plain !== undefined) return plain;
  const startsMs = periods.map(({ from }) => clock.startOf(from));
  const computed = new Map<string, MathValue>();
  const valueOfId = (id: string): MathValue => {
    const metric = metrics.get(id);
    if (metric !== undefined) return series(metric);
    let value = computed.get(id);
    if (value === undefined) {
      const query = alarm.queries.find((each) => each.id === id);
      if (query?.kind !== 'expression') throw new Error(`${alarm.name}: nothing is called ${id}`);
      value = evaluateMath(query.expression, { startsMs, periodMs: alarm.periodMs, metrics, valueOf: valueOfId });
      computed.set(id, value);
    }
    return value;
  };
  const watched = valueOfId(alarm.watched);
  if (watched.kind !== 'series') throw new Error(`${alarm.name} watches ${watched.kind}, not one series`);
  return watched.values;
}

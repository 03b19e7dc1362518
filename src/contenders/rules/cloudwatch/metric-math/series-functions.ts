import { isSeries, isValue, type MathFunction, valueAt } from './math-function.ts';
import { list, mapSeries, number, presentOf, type Series, series } from './value.ts';

/** Each data point by itself. */
function pointwise(name: string, of: (value: number) => number): MathFunction {
  return {
    name,
    usage: `${name}(series)`,
    type: (args) => (args.length === 1 && isValue(args[0]!) ? (args[0]!.kind as 'series') : null),
    apply: (args) => mapSeries(valueAt(args, 0), (values) => values.map(dropInfinite(of))),
  };
}

/** A logarithm of 0 or less is no data point. */
const dropInfinite = (of: (value: number) => number) => (value: number) => {
  const result = of(value);
  return Number.isFinite(value) && !Number.isFinite(result) ? Number.NaN : result;
};

/** Each data point and the one before it, whatever gap lies between them. */
function stepwise(
  name: string,
  of: (step: { readonly rise: number; readonly seconds: number }) => number,
): MathFunction {
  return {
    name,
    usage: `${name}(series)`,
    type: (args) => (args.length === 1 && isSeries(args[0]!) ? (args[0]!.kind as 'series') : null),
    apply: (args, { startsMs }) =>
      mapSeries(valueAt(args, 0), (values) => {
        let before = -1;
        return values.map((value, i) => {
          if (Number.isNaN(value)) return Number.NaN;
          const previous = before;
          before = i;
          if (previous < 0) return Number.NaN;
          return of({ rise: value - values[previous]!, seconds: (startsMs[i]! - startsMs[previous]!) / 1000 });
        });
      }),
  };
}

const runningSum: MathFunction = {
  name: 'RUNNING_SUM',
  usage: 'RUNNING_SUM(series)',
  type: (args) => (args.length === 1 && isSeries(args[0]!) ? (args[0]!.kind as 'series') : null),
  apply: (args) =>
    mapSeries(valueAt(args, 0), (values) => {
      let sum = 0;
      return values.map((value) => {
        if (Number.isNaN(value)) return Number.NaN;
        sum += value;
        return sum;
      });
    }),
};

/** A series to a number, an array of series to one series, period by period. */
function aggregate(name: string, of: (present: readonly number[], count: number) => number): MathFunction {
  return {
    name,
    usage: `${name}(series) or ${name}([m1, m2])`,
    type: ([only, ...more]) => {
      if (only === undefined || more.length > 0 || !isSeries(only)) return null;
      return only.kind === 'list' ? 'series' : 'number';
    },
    apply(args, { startsMs }) {
      const value = valueAt(args, 0);
      if (value.kind === 'list') {
        return series(
          Float64Array.from(startsMs, (_, i) =>
            aggregated(
              value.items.map((item) => item[i]!),
              of,
            ),
          ),
        );
      }
      const present = value.kind === 'series' ? presentOf(value.values) : [value.value];
      return number(present.length === 0 ? Number.NaN : of(present, present.length));
    },
  };
}

function aggregated(points: readonly number[], of: (present: readonly number[], count: number) => number): number {
  const present = points.filter((point) => !Number.isNaN(point));
  return present.length === 0 ? Number.NaN : of(present, points.length);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Population standard deviation; the documentation does not say which. */
function deviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
}

const metricCount: MathFunction = {
  name: 'METRIC_COUNT',
  usage: 'METRIC_COUNT([m1, m2])',
  type: (args) => (args.length === 1 && args[0]!.kind === 'list' ? 'number' : null),
  apply: (args) => {
    const value = valueAt(args, 0);
    return number(value.kind === 'list' ? value.items.length : 1);
  },
};

const timeSeries: MathFunction = {
  name: 'TIME_SERIES',
  usage: 'TIME_SERIES(number)',
  type: (args) => (args.length === 1 && args[0]!.kind === 'number' ? 'series' : null),
  apply: (args, { startsMs }) => {
    const value = valueAt(args, 0);
    return series(new Float64Array(startsMs.length).fill(value.kind === 'number' ? value.value : Number.NaN));
  },
};

/** Number of the time part of each period's start, in UTC; where there is data and where there is none. */
function calendar(name: string, of: (at: Date) => number): MathFunction {
  return {
    name,
    usage: `${name}(series)`,
    type: (args) => (args.length === 1 && args[0]!.kind === 'series' ? 'series' : null),
    apply: (_, { startsMs }) => series(Float64Array.from(startsMs, (startMs) => of(new Date(startMs)))),
  };
}

/** FIRST, LAST: of an array of series. */
function pick(name: string, of: (items: readonly Series[]) => Series | undefined): MathFunction {
  return {
    name,
    usage: `${name}([m1, m2])`,
    type: (args) => (args.length === 1 && args[0]!.kind === 'list' ? 'series' : null),
    apply: (args, { startsMs }) => {
      const value = valueAt(args, 0);
      const picked = value.kind === 'list' ? of(value.items) : undefined;
      return series(picked ?? new Float64Array(startsMs.length).fill(Number.NaN));
    },
  };
}

const removeEmpty: MathFunction = {
  name: 'REMOVE_EMPTY',
  usage: 'REMOVE_EMPTY([m1, m2])',
  type: (args) => (args.length === 1 && args[0]!.kind === 'list' ? 'list' : null),
  apply: (args) => {
    const value = valueAt(args, 0);
    return list(value.kind === 'list' ? value.items.filter((item) => presentOf(item).length > 0) : []);
  },
};

/** Functions of one argument. */
export const SERIES_FUNCTIONS: readonly MathFunction[] = [
  pointwise('ABS', Math.abs),
  pointwise('CEIL', Math.ceil),
  pointwise('FLOOR', Math.floor),
  pointwise('LOG', Math.log),
  pointwise('LOG10', Math.log10),
  stepwise('DIFF', ({ rise }) => rise),
  stepwise('DIFF_TIME', ({ seconds }) => seconds),
  stepwise('RATE', ({ rise, seconds }) => rise / seconds),
  runningSum,
  // Over an array a missing value counts as 0 in the mean of a period in which any series has one.
  aggregate('AVG', (present, count) => sum(present) / count),
  aggregate('SUM', sum),
  aggregate('MIN', (present) => Math.min(...present)),
  aggregate('MAX', (present) => Math.max(...present)),
  aggregate('STDDEV', deviation),
  aggregate('DATAPOINT_COUNT', (present) => present.length),
  metricCount,
  timeSeries,
  calendar('MINUTE', (at) => at.getUTCMinutes()),
  calendar('HOUR', (at) => at.getUTCHours()),
  calendar('DAY', (at) => at.getUTCDay() || 7), // 1 is Monday, 7 Sunday
  calendar('DATE', (at) => at.getUTCDate()),
  calendar('MONTH', (at) => at.getUTCMonth() + 1),
  calendar('YEAR', (at) => at.getUTCFullYear()),
  calendar('EPOCH', (at) => Math.floor(at.getTime() / 1000)),
  pick('FIRST', (items) => items[0]),
  pick('LAST', (items) => items.at(-1)),
  removeEmpty,
];

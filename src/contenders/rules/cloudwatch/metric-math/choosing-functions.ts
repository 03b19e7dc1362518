import { type ArgumentType, isSeries, type MathFunction, numberAt, valueAt } from './math-function.ts';
import { type Argument, list, type MathValue, mapSeries, number, presentOf, type Series, series } from './value.ts';

const at = (value: MathValue, i: number): number => {
  if (value.kind === 'list') throw new Error('an array has no value at one time');
  return value.kind === 'number' ? value.value : value.values[i]!;
};

const isScalarOrSeries = ({ kind }: ArgumentType): boolean => kind === 'number' || kind === 'series';

/**
 * The condition holds where it is not 0. Where it has no data point there is none; where it holds and the series it
 * chooses has none, the result is 0; where it does not hold and there is nothing else to choose, there is none.
 * Source: CloudWatch User Guide, "Using IF expressions".
 */
const choose: MathFunction = {
  name: 'IF',
  usage: 'IF(condition, value, otherwise)',
  type(args) {
    if (args.length < 2 || args.length > 3 || !args.every(isScalarOrSeries)) return null;
    return args.length === 3 && args.every(({ kind }) => kind === 'number') ? 'number' : 'series';
  },
  apply(args, { startsMs }) {
    const condition = valueAt(args, 0);
    const then = valueAt(args, 1);
    const otherwise = args.length === 3 ? valueAt(args, 2) : number(Number.NaN);
    if (condition.kind === 'number') {
      const chosen = condition.value !== 0 && !Number.isNaN(condition.value) ? then : otherwise;
      if (chosen.kind === 'series' || (args.length === 3 && then.kind === 'number' && otherwise.kind === 'number')) {
        return chosen;
      }
      return series(Float64Array.from(startsMs, (_, i) => at(chosen, i)));
    }
    const chosen = new Float64Array(startsMs.length);
    for (let i = 0; i < chosen.length; i++) {
      const holds = at(condition, i);
      if (Number.isNaN(holds)) chosen[i] = Number.NaN;
      else if (holds === 0) chosen[i] = at(otherwise, i);
      else chosen[i] = Number.isNaN(at(then, i)) ? 0 : at(then, i);
    }
    return series(chosen);
  },
};

const fill: MathFunction = {
  name: 'FILL',
  usage: 'FILL(series, number | series | REPEAT | LINEAR)',
  type([filled, by, ...more]) {
    if (filled === undefined || by === undefined || more.length > 0 || !isSeries(filled)) return null;
    const fits = by.kind === 'word' ? by.word === 'REPEAT' || by.word === 'LINEAR' : isScalarOrSeries(by);
    return fits ? (filled.kind as 'series') : null;
  },
  apply(args) {
    const by = args[1]!;
    const filled = valueAt(args, 0);
    if (by.kind === 'word') return mapSeries(filled, by.word === 'LINEAR' ? fillLinear : fillRepeat);
    const filler = valueAt(args, 1);
    return mapSeries(filled, (values) => values.map((value, i) => (Number.isNaN(value) ? at(filler, i) : value)));
  },
};

function fillRepeat(values: Series): Series {
  let last = Number.NaN;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

/** Only between two data points: what lies before the first or after the last stays missing. */
function fillLinear(values: Series): Series {
  const filled = values.slice();
  let before = -1;
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    for (let gap = before + 1; before >= 0 && gap < i; gap++) {
      filled[gap] = values[before]! + ((value - values[before]!) * (gap - before)) / (i - before);
    }
    before = i;
  });
  return filled;
}

const slice: MathFunction = {
  name: 'SLICE',
  usage: 'SLICE([m1, m2, m3], from, to)',
  type([items, ...bounds]) {
    if (items?.kind !== 'list' || bounds.length < 1 || bounds.length > 2) return null;
    return bounds.every(({ kind }) => kind === 'number') ? 'list' : null;
  },
  apply(args) {
    const items = valueAt(args, 0);
    const to = args.length === 3 ? numberAt(args, 2) : undefined;
    return list(items.kind === 'list' ? items.items.slice(numberAt(args, 1), to) : []);
  },
};

const ORDERED_BY: Readonly<Record<string, (present: readonly number[]) => number>> = {
  AVG: (present) => present.reduce((sum, value) => sum + value, 0) / present.length,
  SUM: (present) => present.reduce((sum, value) => sum + value, 0),
  MIN: (present) => Math.min(...present),
  MAX: (present) => Math.max(...present),
};

const sort: MathFunction = {
  name: 'SORT',
  usage: 'SORT([m1, m2], AVG | MIN | MAX | SUM, ASC | DESC, limit)',
  type([items, by, order, limit, ...more]) {
    const fits =
      items?.kind === 'list' &&
      by?.kind === 'word' &&
      by.word in ORDERED_BY &&
      order?.kind === 'word' &&
      (order.word === 'ASC' || order.word === 'DESC') &&
      (limit === undefined || limit.kind === 'number') &&
      more.length === 0;
    return fits ? 'list' : null;
  },
  apply(args) {
    const items = valueAt(args, 0);
    const key = ORDERED_BY[wordAt(args, 1)]!; // checked above
    const sign = wordAt(args, 2) === 'ASC' ? 1 : -1;
    const ranked = (items.kind === 'list' ? items.items : []).map((item) => ({ item, rank: key(presentOf(item)) }));
    // Series without data have no rank and come last, whatever the order.
    ranked.sort((a, b) => Number(Number.isNaN(a.rank)) - Number(Number.isNaN(b.rank)) || sign * (a.rank - b.rank) || 0);
    return list(ranked.slice(0, args.length === 4 ? numberAt(args, 3) : undefined).map(({ item }) => item));
  },
};

function wordAt(args: readonly Argument[], index: number): string {
  const argument = args[index];
  return argument?.kind === 'word' ? argument.word : '';
}

/** Functions that choose among values. */
export const CHOOSING_FUNCTIONS: readonly MathFunction[] = [choose, fill, slice, sort];

import { nameless } from '../evaluate/metric-name.ts';
import type { Column } from '../evaluated.ts';
import { scalarOf, vectorOf } from './arguments.ts';
import type { WholeFunction } from './function.ts';

interface Bounds {
  readonly low: (step: number) => number;
  readonly high: (step: number) => number;
}

/** Where the bounds are crossed (high below low), no element is left. */
function clampTo(name: string, boundsOf: (scalars: readonly Float64Array[]) => Bounds): WholeFunction {
  return {
    kind: 'whole',
    name,
    evaluate(args, { delayedNameRemoval }) {
      const bounds = boundsOf(args.slice(1).map(scalarOf));
      const columns = vectorOf(args[0]).map((column) => ({
        ...clamped(column, bounds),
        ...nameless(column.labels, delayedNameRemoval),
      }));
      return { kind: 'vector', columns: columns.filter(({ present }) => present.includes(1)) };
    },
  };
}

function clamped({ values, present }: Column, { low, high }: Bounds): Pick<Column, 'values' | 'present'> {
  const out = { values: new Float64Array(values.length), present: new Uint8Array(values.length) };
  for (let i = 0; i < values.length; i++) {
    if (present[i] === 0 || high(i) < low(i)) continue;
    out.values[i] = greater(low(i), lesser(high(i), values[i]!));
    out.present[i] = 1;
  }
  return out;
}

/** As Go has them: an infinity that decides wins over NaN. */
const lesser = (a: number, b: number): number =>
  a === Number.NEGATIVE_INFINITY || b === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.min(a, b);
const greater = (a: number, b: number): number =>
  a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.max(a, b);

const unbounded = (value: number) => (): number => value;
const at = (bounds: Float64Array | undefined) => (step: number) => bounds![step]!;

export const clamp = clampTo('clamp', ([low, high]) => ({ low: at(low), high: at(high) }));
export const clampMin = clampTo('clamp_min', ([low]) => ({
  low: at(low),
  high: unbounded(Number.POSITIVE_INFINITY),
}));
export const clampMax = clampTo('clamp_max', ([high]) => ({
  low: unbounded(Number.NEGATIVE_INFINITY),
  high: at(high),
}));

import type { RangeFunction } from '../function.ts';

/** One value for each window with a sample in it: of the samples [first, end) of a series. */
export function eachWindow(
  name: string,
  of: (samples: Float64Array, first: number, end: number) => number,
  options: { readonly keepsName?: boolean } = {},
): RangeFunction {
  return {
    kind: 'range',
    name,
    ...options,
    evaluate({ values: samples, from, to }, _, { values, present }) {
      for (let i = 0; i < from.length; i++) {
        if (to[i]! <= from[i]!) continue;
        values[i] = of(samples, from[i]!, to[i]!);
        present[i] = 1;
      }
    },
  };
}

import type { Aggregator } from './aggregator.ts';

/** Population variance by Welford's updates; NaN when the first element is not finite (later ones make it so anyhow). */
export const variance: Aggregator = (columns, { values, present }) => {
  const counts = new Float64Array(values.length);
  const means = new Float64Array(values.length);
  for (const column of columns) {
    for (let i = 0; i < values.length; i++) {
      if (column.present[i] === 0) continue;
      const value = column.values[i]!;
      counts[i]!++;
      if (present[i] === 0) {
        present[i] = 1;
        means[i] = value;
        values[i] = Number.isFinite(value) ? 0 : Number.NaN;
        continue;
      }
      const delta = value - means[i]!;
      means[i]! += delta / counts[i]!;
      values[i]! += delta * (value - means[i]!);
    }
  }
  for (let i = 0; i < values.length; i++) if (present[i] === 1) values[i]! /= counts[i]!;
};

export const deviation: Aggregator = (columns, out, parameter) => {
  variance(columns, out, parameter);
  for (let i = 0; i < out.values.length; i++) if (out.present[i] === 1) out.values[i] = Math.sqrt(out.values[i]!);
};

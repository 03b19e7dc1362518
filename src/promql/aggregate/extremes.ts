import type { Aggregator } from './aggregator.ts';

/** NaN gives way to any number: the result is NaN only where there is nothing else. */
const extreme =
  (isFurther: (value: number, held: number) => boolean): Aggregator =>
  (columns, { values, present }) => {
    for (const column of columns) {
      for (let i = 0; i < values.length; i++) {
        if (column.present[i] === 0) continue;
        const value = column.values[i]!;
        const held = values[i]!;
        if (present[i] === 0 || isFurther(value, held) || Number.isNaN(held)) values[i] = value;
        present[i] = 1;
      }
    }
  };

export const minimum: Aggregator = extreme((value, held) => held > value);
export const maximum: Aggregator = extreme((value, held) => held < value);

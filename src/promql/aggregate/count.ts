import type { Aggregator } from './aggregator.ts';

export const count: Aggregator = (columns, { values, present }) => {
  for (const column of columns) for (let i = 0; i < values.length; i++) values[i]! += column.present[i]!;
  for (let i = 0; i < values.length; i++) present[i] = values[i] === 0 ? 0 : 1;
};

/** 1 wherever there is an element. */
export const group: Aggregator = (columns, { values, present }) => {
  for (const column of columns) {
    for (let i = 0; i < values.length; i++) {
      if (column.present[i] === 0) continue;
      values[i] = 1;
      present[i] = 1;
    }
  }
};

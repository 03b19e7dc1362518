import type { Windows } from '../evaluated.ts';
import type { RangeFunction } from './function.ts';

/** How many neighbours in each window are in a relation. Counted once for all windows, then a difference of counts. */
function countNeighbours(name: string, counts: (before: number, value: number) => boolean): RangeFunction {
  return {
    kind: 'range',
    name,
    evaluate(windows, _, { values, present }) {
      const { from, to } = windows;
      const upTo = countsUpTo(windows, counts);
      const start = from[0] ?? 0;
      for (let i = 0; i < from.length; i++) {
        const first = from[i]!;
        const last = to[i]! - 1;
        if (last < first) continue;
        values[i] = upTo[last - start]! - upTo[first - start]!;
        present[i] = 1;
      }
    },
  };
}

/** Of each sample under any window: how many up to it, itself included, are counted together with the one before. */
function countsUpTo({ values, from, to }: Windows, counts: (before: number, value: number) => boolean): Int32Array {
  const start = from[0] ?? 0;
  const upTo = new Int32Array(Math.max((to.at(-1) ?? 0) - start, 0));
  for (let i = 1; i < upTo.length; i++) {
    upTo[i] = upTo[i - 1]! + (counts(values[start + i - 1]!, values[start + i]!) ? 1 : 0);
  }
  return upTo;
}

/** From NaN to NaN nothing changes. */
export const changes = countNeighbours(
  'changes',
  (before, value) => value !== before && !(Number.isNaN(value) && Number.isNaN(before)),
);
export const resets = countNeighbours('resets', (before, value) => value < before);

import type { RangeFunction } from '../function.ts';

/**
 * The first of the greatest (or smallest) samples of each window; NaN only where there is nothing else. The candidates
 * wait in a queue, each beaten by none that came after it, so every sample is looked at once for all windows together.
 */
function extreme(name: string, beats: (value: number, other: number) => boolean): RangeFunction {
  return {
    kind: 'range',
    name,
    evaluate({ values: samples, from, to }, _, { values, present }) {
      const start = from[0] ?? 0;
      const queue = new Int32Array(Math.max((to.at(-1) ?? 0) - start, 0));
      let head = 0;
      let tail = 0;
      let next = start;
      for (let i = 0; i < from.length; i++) {
        const first = from[i]!;
        const end = to[i]!;
        if (end <= first) continue;
        for (next = Math.max(next, first); next < end; next++) {
          const value = samples[next]!;
          if (Number.isNaN(value)) continue;
          while (tail > head && beats(value, samples[queue[tail - 1]!]!)) tail--;
          queue[tail++] = next;
        }
        while (head < tail && queue[head]! < first) head++;
        values[i] = head < tail ? samples[queue[head]!]! : Number.NaN;
        present[i] = 1;
      }
    },
  };
}

export const maxOverTime = extreme('max_over_time', (value, other) => value > other);
export const minOverTime = extreme('min_over_time', (value, other) => value < other);

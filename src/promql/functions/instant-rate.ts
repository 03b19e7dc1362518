import type { RangeFunction } from './function.ts';

/** The change between the last two samples of each window; nothing where there are fewer. */
function lastChange(name: string, of: (before: number, last: number, seconds: number) => number): RangeFunction {
  return {
    kind: 'range',
    name,
    evaluate({ timestampsMs, values: samples, from, to }, _, { values, present }) {
      for (let i = 0; i < from.length; i++) {
        const last = to[i]! - 1;
        if (last <= from[i]!) continue;
        const seconds = (timestampsMs[last]! - timestampsMs[last - 1]!) / 1000;
        values[i] = of(samples[last - 1]!, samples[last]!, seconds);
        present[i] = 1;
      }
    },
  };
}

/** Per second; after a reset the counter has come all the way from zero. */
export const irate = lastChange('irate', (before, last, seconds) => (last < before ? last : last - before) / seconds);
export const idelta = lastChange('idelta', (before, last) => last - before);

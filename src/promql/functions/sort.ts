import type { Column } from '../evaluated.ts';
import { vectorOf } from './arguments.ts';
import type { WholeFunction } from './function.ts';

/** By value at a single step, NaN last either way; over several steps there is no one order, and nothing is sorted. */
function sortBy(name: string, inOrder: (a: number, b: number) => number): WholeFunction {
  return {
    kind: 'whole',
    name,
    evaluate(args, { steps }) {
      const columns = vectorOf(args[0]);
      if (steps.timesMs.length !== 1) return { kind: 'vector', columns };
      return { kind: 'vector', columns: columns.filter(({ present }) => present[0] === 1).sort(byValue(inOrder)) };
    },
  };
}

const byValue = (inOrder: (a: number, b: number) => number) => (a: Column, b: Column) => {
  const left = a.values[0]!;
  const right = b.values[0]!;
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return left === right ? 0 : inOrder(left, right);
};

export const sort = sortBy('sort', (a, b) => (a < b ? -1 : 1));
export const sortDesc = sortBy('sort_desc', (a, b) => (a > b ? -1 : 1));

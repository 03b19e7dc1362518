import { type Random, shuffled } from '../../chance.ts';

/** Draws batches of row numbers without end: every row once, in a new order, before any comes again. */
export function batches(count: number, batchRows: number, random: Random): () => readonly number[] {
  const rows = Array.from({ length: count }, (_, row) => row);
  const length = Math.min(batchRows, count);
  let queue: number[] = [];
  return () => {
    if (queue.length < length) queue = [...queue, ...shuffled(rows, random)];
    return queue.splice(0, length);
  };
}

/** Rows that enter one by one, counted and summed up over any stretch at the cost of a logarithm. */
export interface RowCounter {
  add(row: number): void;
  /** Of the rows from `from` up to, not including, `to`. */
  within(from: number, to: number): { readonly count: number; readonly sum: number };
}

/** Binary indexed tree. Source: Fenwick, Software: Practice and Experience 24(3), 1994. */
export function rowCounter(rowCount: number): RowCounter {
  const counts = new Float64Array(rowCount + 1);
  const sums = new Float64Array(rowCount + 1);
  const before = (row: number) => {
    let count = 0;
    let sum = 0;
    for (let node = row; node > 0; node -= node & -node) {
      count += counts[node]!;
      sum += sums[node]!;
    }
    return { count, sum };
  };
  return {
    add(row) {
      for (let node = row + 1; node <= rowCount; node += node & -node) {
        counts[node]! += 1;
        sums[node]! += row;
      }
    },
    within(from, to) {
      if (to <= from) return { count: 0, sum: 0 };
      const [low, high] = [before(from), before(to)];
      return { count: high.count - low.count, sum: high.sum - low.sum };
    },
  };
}

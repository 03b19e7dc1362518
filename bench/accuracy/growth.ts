import { duration, short, table } from './comparison.ts';
import { processorTime } from './processor-time.ts';
import { SERIES_JOBS } from './series-comparisons.ts';
import { syntheticSeries } from './synthetic-series.ts';

const SIZES = [1e4, 1e5, 1e6] as const;

/** Every metric of a series at three lengths; and what each row costs at the longest, in units of the shortest. */
export async function growthTable(progress: (what: string) => void): Promise<string> {
  const rows: string[][] = [];
  const series = SIZES.map(syntheticSeries);
  for (const { name, figure } of SERIES_JOBS) {
    const seconds: number[] = [];
    for (const one of series) {
      progress(`${name}, ${one.rows} rows`);
      seconds.push((await processorTime(() => figure(one))).seconds);
    }
    const [first, , last] = seconds;
    const perRow = last! / first! / (SIZES[2] / SIZES[0]);
    rows.push([name, ...seconds.map(duration), short(perRow)]);
  }
  const head = ['', ...SIZES.map((size) => `${size.toLocaleString('en-GB')} rows`), 'cost of a row, last / first'];
  return table(head, rows);
}

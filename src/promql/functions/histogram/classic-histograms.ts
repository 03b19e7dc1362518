import { nameless } from '../../evaluate/metric-name.ts';
import type { Column } from '../../evaluated.ts';
import { dropLabels, type Labels, labelValue, metricName } from '../../labels.ts';
import { goQuote } from '../../text/go-quote.ts';
import { aboutMetric, remark } from '../arguments.ts';
import type { FunctionContext } from '../function.ts';
import { upperBound } from './upper-bound.ts';

/** Cumulative counts by ascending upper bound, no bound twice. The arrays are used again for the next step. */
export interface Buckets {
  readonly bounds: Float64Array;
  readonly counts: Float64Array;
  size: number;
}

/** The buckets of one histogram: columns that differ in `le` alone, by ascending upper bound. */
interface Histogram {
  readonly labels: Labels;
  readonly columns: Column[];
  readonly bounds: Float64Array;
}

const LE: ReadonlySet<string> = new Set(['le']);

/** One column for each histogram, with a value wherever it has a bucket. `argument`: where the vector stands in the call. */
export function ofEachHistogram(
  vector: readonly Column[],
  argument: number,
  context: FunctionContext,
  evaluate: (buckets: Buckets, step: number, labels: Labels) => number,
): readonly Column[] {
  return histogramsIn(vector, argument, context).map((histogram): Column => {
    const { columns, bounds } = histogram;
    const buckets: Buckets = { bounds: bounds.slice(), counts: new Float64Array(bounds.length), size: 0 };
    const values = new Float64Array(context.steps.timesMs.length);
    const present = new Uint8Array(values.length);
    for (let step = 0; step < values.length; step++) {
      if (!gather(histogram, columns, step, buckets)) continue;
      values[step] = evaluate(buckets, step, histogram.labels);
      present[step] = 1;
    }
    return { values, present, ...nameless(histogram.labels, context.delayedNameRemoval) };
  });
}

function histogramsIn(vector: readonly Column[], argument: number, context: FunctionContext): Histogram[] {
  const byKey = new Map<string, { labels: Labels; buckets: { column: Column; bound: number }[] }>();
  for (const column of vector) {
    const le = labelValue(column.labels, 'le');
    const bound = upperBound(le);
    if (bound === null) {
      remarkOnBound(column, le, argument, context);
      continue;
    }
    const labels = dropLabels(column.labels, LE);
    const histogram = byKey.get(labels.key) ?? { labels, buckets: [] };
    byKey.set(labels.key, histogram);
    histogram.buckets.push({ column, bound });
  }
  return [...byKey.values()].map(({ labels, buckets }) => {
    const sorted = buckets.sort((a, b) => (a.bound < b.bound ? -1 : a.bound > b.bound ? 1 : 0));
    return {
      labels,
      columns: sorted.map(({ column }) => column),
      bounds: Float64Array.from(sorted, ({ bound }) => bound),
    };
  });
}

function remarkOnBound({ labels, present }: Column, le: string, argument: number, context: FunctionContext): void {
  if (!present.includes(1)) return;
  const message = `bucket label "le" is missing or has a malformed value of ${goQuote(le)}`;
  remark(context, 'warning', argument, aboutMetric(message, metricName(labels)));
}

/** Fills in the buckets present at a step, counts of equal bounds added; false when there are none. */
function gather({ bounds }: Histogram, columns: readonly Column[], step: number, buckets: Buckets): boolean {
  buckets.size = 0;
  for (let i = 0; i < columns.length; i++) {
    if (columns[i]!.present[step] === 0) continue;
    const count = columns[i]!.values[step]!;
    if (buckets.size > 0 && buckets.bounds[buckets.size - 1] === bounds[i]) {
      buckets.counts[buckets.size - 1]! += count;
      continue;
    }
    buckets.bounds[buckets.size] = bounds[i]!;
    buckets.counts[buckets.size] = count;
    buckets.size++;
  }
  return buckets.size > 0;
}

/** Nothing can be said of a histogram whose last bucket does not hold everything. */
export const holdsEverything = ({ bounds, size }: Buckets): boolean => bounds[size - 1] === Number.POSITIVE_INFINITY;

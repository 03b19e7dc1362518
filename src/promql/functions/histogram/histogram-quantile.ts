import { metricName } from '../../labels.ts';
import { formatG, formatGDigits } from '../../text/go-number.ts';
import { aboutMetric, remark, scalarOf, vectorOf } from '../arguments.ts';
import type { FunctionContext, WholeFunction } from '../function.ts';
import { bucketQuantile } from './bucket-quantile.ts';
import { ofEachHistogram } from './classic-histograms.ts';
import type { Repair } from './monotonic-counts.ts';

/** Repairs of the histograms of one name, over all steps. */
interface Repairs extends Repair {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** histogram_quantile(ratio, buckets), on classic histograms. */
export const histogramQuantile: WholeFunction = {
  kind: 'whole',
  name: 'histogram_quantile',
  evaluate(args, context) {
    const ratios = scalarOf(args[0]);
    for (const ratio of new Set(ratios)) remarkOnRatio(ratio, context);
    const repairsByName = new Map<string, Repairs>();
    const columns = ofEachHistogram(vectorOf(args[1]), 1, context, (buckets, step, labels) => {
      const { value, repair } = bucketQuantile(ratios[step]!, buckets);
      if (repair !== null) {
        const name = context.delayedNameRemoval ? metricName(labels) : '';
        repairsByName.set(name, joined(repairsByName.get(name), repair, context.steps.timesMs[step]!));
      }
      return value;
    });
    for (const [name, repairs] of repairsByName) remarkOnRepairs(name, repairs, context);
    return { kind: 'vector', columns };
  },
};

function remarkOnRatio(ratio: number, context: FunctionContext): void {
  if (ratio >= 0 && ratio <= 1) return;
  remark(context, 'warning', 0, `quantile value should be between 0 and 1, got ${formatG(ratio)}`);
}

function joined(before: Repairs | undefined, repair: Repair, atMs: number): Repairs {
  if (before === undefined) return { ...repair, count: 1, firstMs: atMs, lastMs: atMs };
  return {
    lowestBound: Math.min(before.lowestBound, repair.lowestBound),
    highestBound: Math.max(before.highestBound, repair.highestBound),
    largestDrop: Math.max(before.largestDrop, repair.largestDrop),
    count: before.count + 1,
    firstMs: Math.min(before.firstMs, atMs),
    lastMs: Math.max(before.lastMs, atMs),
  };
}

const REPAIRED =
  'input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';

function remarkOnRepairs(name: string, repairs: Repairs, context: FunctionContext): void {
  const { lowestBound, highestBound, largestDrop, count, firstMs, lastMs } = repairs;
  const where = `from buckets ${formatG(lowestBound)} to ${formatG(highestBound)}`;
  const howMuch = `with a max diff of ${formatGDigits(largestDrop, 2)}`;
  const when = `over ${count} samples from ${toSeconds(firstMs)} to ${toSeconds(lastMs)}`;
  remark(context, 'info', 1, `${aboutMetric(REPAIRED, name)}, ${where}, ${howMuch}, ${when}`);
}

/** `2024-12-25T00:00:00Z` */
const toSeconds = (atMs: number): string =>
  new Date(Math.trunc(atMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');

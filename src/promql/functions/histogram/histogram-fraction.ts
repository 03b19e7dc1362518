import { scalarOf, vectorOf } from '../arguments.ts';
import type { WholeFunction } from '../function.ts';
import { bucketFraction } from './bucket-fraction.ts';
import { ofEachHistogram } from './classic-histograms.ts';

/** histogram_fraction(lower, upper, buckets), on classic histograms. */
export const histogramFraction: WholeFunction = {
  kind: 'whole',
  name: 'histogram_fraction',
  evaluate(args, context) {
    const lower = scalarOf(args[0]);
    const upper = scalarOf(args[1]);
    const columns = ofEachHistogram(vectorOf(args[2]), 2, context, (buckets, step) =>
      bucketFraction(lower[step]!, upper[step]!, buckets),
    );
    return { kind: 'vector', columns };
  },
};

import { detectionWaits } from './detection-waits.ts';
import { kaplanMeierMedian } from './kaplan-meier.ts';
import { defined, type Metric, undefinedBecause } from './metric.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

export const leadTime: Metric = {
  card: {
    id: 'lead-time',
    version: 1,
    title: 'Lead time',
    unit: 'ms',
    better: 'higher',
    range: [null, null],
    definition: `Median time from the first page of an incident to its start: positive when the page goes out before the start, which takes a tolerance before it; negative when after. By Kaplan–Meier, as the time to detect, of which it is the mirror image without the floor at zero. ${WITH_TOLERANCE}`,
    undefinedWhen: 'there is no incident, or fewer than half are detected by the curve',
    source: 'Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, JASA 53 (1958)',
  },
  prepare: (blocks) => {
    const waits = detectionWaits(blocks, { signed: true });
    return (weights) => {
      const medianMs = kaplanMeierMedian(waits, (i) => weights[waits[i]!.block]!);
      if (medianMs === null) return undefinedBecause('there is no incident');
      if (medianMs === Number.POSITIVE_INFINITY) {
        return undefinedBecause('fewer than half of the incidents are detected, misses censored at their end');
      }
      return defined(0 - medianMs);
    };
  },
};

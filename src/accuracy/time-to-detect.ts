import type { Interval } from '../record/schema.ts';
import { detectionWaits } from './detection-waits.ts';
import { kaplanMeierMedian, medianLimits, type SurvivalStep, survivalCurve } from './kaplan-meier.ts';
import { defined, type Judged, type Metric, undefinedBecause } from './metric.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

const LEVEL = 0.95;

export const timeToDetect: Metric = {
  card: {
    id: 'time-to-detect',
    version: 1,
    title: 'Time to detect',
    unit: 'ms',
    better: 'lower',
    range: [0, null],
    definition: `Median time from the start of an incident to the first page that goes out in it, by Kaplan–Meier: an incident that was missed counts as not yet detected when it ended (censored), it is not dropped. For an incident that began before the first scored row the clock starts there. A page before the start counts as detected at once. ${WITH_TOLERANCE}`,
    undefinedWhen: 'there is no incident, or fewer than half are detected by the curve',
    source: 'Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, JASA 53 (1958)',
  },
  prepare: (blocks) => {
    const waits = detectionWaits(blocks);
    return (weights) => {
      const medianMs = kaplanMeierMedian(waits, (i) => weights[waits[i]!.block]!);
      if (medianMs === null) return undefinedBecause('there is no incident');
      if (medianMs === Number.POSITIVE_INFINITY) {
        return undefinedBecause('fewer than half of the incidents are detected, misses censored at their end');
      }
      const interval = weights.every((weight) => weight === 1) ? medianInterval(survivalCurve(waits)) : null;
      return interval === null ? defined(medianMs) : { ...defined(medianMs), interval };
    };
  },
};

/**
 * The whole curve: what share of the incidents is still undetected so long after their start, with pointwise 95 %
 * intervals, misses censored at their end. Empty where there is no incident.
 */
export const timeToDetectCurve = (judged: readonly Judged[]): SurvivalStep[] => survivalCurve(detectionWaits(judged));

/** None where the curve does not say how late the median may be: half an interval is not an interval. */
function medianInterval(curve: readonly SurvivalStep[]): Interval | null {
  const limits = medianLimits(curve);
  if (limits === null || limits.highMs === null || limits.lowMs === limits.highMs) return null;
  return { low: limits.lowMs, high: limits.highMs, level: LEVEL, method: 'kaplan-meier-log-log' };
}

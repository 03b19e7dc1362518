import { firstPageMs } from './matching.ts';
import { defined, type Judged, type Metric, undefinedBecause } from './metric.ts';
import { wholeOf } from './stretch.ts';

export const timeToDetect: Metric = {
  card: {
    id: 'time-to-detect',
    version: 1,
    title: 'Time to detect',
    unit: 'ms',
    better: 'lower',
    range: [0, null],
    definition:
      'Median time from the start of an incident to the first page that goes out in it, by Kaplan–Meier: an incident that was missed counts as not yet detected when it ended (censored), it is not dropped. For an incident that began before the first scored row the clock starts there.',
    undefinedWhen: 'there is no incident, or fewer than half are detected by the curve',
    source: 'Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, JASA 53 (1958)',
  },
  prepare: (blocks) => {
    const waits = blocks.flatMap((judged, block) => waitsOf(judged).map((wait) => ({ ...wait, block })));
    // At equal times detections come before censorings: who was missed was still at risk then.
    waits.sort((a, b) => a.ms - b.ms || Number(b.detected) - Number(a.detected));
    return (weights) => {
      const medianMs = kaplanMeierMedian(waits.map((wait) => ({ ...wait, count: weights[wait.block]! })));
      if (medianMs === null) return undefinedBecause('there is no incident');
      if (medianMs === Number.POSITIVE_INFINITY) {
        return undefinedBecause('fewer than half of the incidents are detected, misses censored at their end');
      }
      return defined(medianMs);
    };
  },
};

interface Wait {
  readonly ms: number;
  /** False: the incident ended undetected after `ms`. */
  readonly detected: boolean;
}

function waitsOf(judged: Judged): Wait[] {
  const { timestampsMs, fromRow } = wholeOf(judged);
  const firstMs = timestampsMs[fromRow] ?? Number.NEGATIVE_INFINITY;
  return judged.incidents.map((incident) => {
    const clockStartMs = Math.max(incident.startMs, firstMs);
    const pagedMs = firstPageMs(judged, incident);
    return pagedMs === null
      ? { ms: incident.endMs - clockStartMs, detected: false }
      : { ms: Math.max(0, pagedMs - clockStartMs), detected: true };
  });
}

/**
 * First time at which the share still undetected is one half or less; Infinity when it never is; null for no waits.
 * Between two censorings the share falls by whole counts, so it is kept as one fraction: no rounding decides the median.
 *
 * @param waits in rising time, detections before censorings at equal times; `count` says how often each counts
 */
export function kaplanMeierMedian(waits: readonly (Wait & { readonly count: number })[]): number | null {
  let atRisk = waits.reduce((sum, { count }) => sum + count, 0);
  if (atRisk === 0) return null;
  let shareAtCensoring = 1;
  let atRiskAtCensoring = atRisk;
  for (const { ms, detected, count } of waits) {
    if (count === 0) continue;
    if (detected) {
      atRisk -= count;
      if (2 * shareAtCensoring * atRisk <= atRiskAtCensoring) return ms;
    } else {
      shareAtCensoring *= atRisk / atRiskAtCensoring;
      atRisk -= count;
      atRiskAtCensoring = atRisk;
    }
  }
  return Number.POSITIVE_INFINITY;
}

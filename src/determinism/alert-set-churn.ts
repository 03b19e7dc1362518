import type { MetricValue } from '../record/schema.ts';
import type { Alert } from '../replay/alert-policy.ts';

type Alerts = readonly Alert[];

/** Alerts of two runs on one recording are the same alert when a span of one shares a row with a span of the other. */
function overlap(a: Alert, b: Alert): boolean {
  return a.spans.some((one) => b.spans.some((other) => one.startRow <= other.endRow && other.startRow <= one.endRow));
}

/**
 * Number of alerts of two runs on one recording that can be paired off, one with one.
 *
 * Alerts of a run are disjoint and in row order, so "overlaps" never crosses: pairing the first two that overlap, and
 * else dropping the one that ends first (it can meet nothing later), gives as many pairs as there can be.
 */
export function pairedAlerts(one: Alerts, other: Alerts): number {
  let [i, j, pairs] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const [a, b] = [one[i]!, other[j]!];
    if (overlap(a, b)) {
      pairs++;
      i++;
      j++;
    } else if (a.endRow < b.endRow) i++;
    else j++;
  }
  return pairs;
}

/** 1 - |A ∩ B| / |A ∪ B| over all recordings; 0 where neither run alerted. In [0, 1], symmetric. */
function pairChurn(one: readonly Alerts[], other: readonly Alerts[]): number {
  let [shared, total] = [0, 0];
  one.forEach((alerts, recording) => {
    shared += pairedAlerts(alerts, other[recording]!);
    total += alerts.length + other[recording]!.length;
  });
  return total === 0 ? 0 : 1 - shared / (total - shared);
}

/**
 * Mean over pairs of runs of 1 - Jaccard over their alerts. Plain decision churn is diluted by the many quiet rows;
 * this is not. Undefined when no run alerted at all.
 *
 * @param runs run → recording → alerts, at least two runs.
 */
export function alertSetChurn(runs: readonly (readonly Alerts[])[]): MetricValue {
  if (runs.every((run) => run.every((alerts) => alerts.length === 0))) {
    return { kind: 'undefined', reason: 'no-run-alerted' };
  }
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < runs.length; i++) {
    for (let j = i + 1; j < runs.length; j++) {
      sum += pairChurn(runs[i]!, runs[j]!);
      pairs++;
    }
  }
  return { kind: 'defined', value: sum / pairs };
}

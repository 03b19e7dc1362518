import type { Interval } from '../record/schema.ts';

/** How long one incident waited for its first page. */
export interface Wait {
  readonly ms: number;
  /** False: the incident ended undetected after `ms` (censored). */
  readonly detected: boolean;
}

const LEVEL = 0.95;
/** Standard normal quantile at 0.975. */
const Z = 1.959963984540054;

/** At equal times detections come before censorings: who was missed was still at risk then. */
export const inWaitingOrder = (a: Wait, b: Wait): number => a.ms - b.ms || Number(b.detected) - Number(a.detected);

/**
 * First time at which the share still undetected is one half or less; Infinity when it never is; null for no waits.
 * Between two censorings the share falls by whole counts, so it is kept as one fraction: no rounding decides the median.
 *
 * @param waits in waiting order
 * @param countOf how often the nth wait counts; default once
 */
export function kaplanMeierMedian(waits: readonly Wait[], countOf: (index: number) => number = () => 1): number | null {
  let atRisk = 0;
  for (let i = 0; i < waits.length; i++) atRisk += countOf(i);
  if (atRisk === 0) return null;
  let shareAtCensoring = 1;
  let atRiskAtCensoring = atRisk;
  for (let i = 0; i < waits.length; i++) {
    const count = countOf(i);
    if (count === 0) continue;
    if (waits[i]!.detected) {
      atRisk -= count;
      if (2 * shareAtCensoring * atRisk <= atRiskAtCensoring) return waits[i]!.ms;
    } else {
      shareAtCensoring *= atRisk / atRiskAtCensoring;
      atRisk -= count;
      atRiskAtCensoring = atRisk;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** One fall of the curve, or a time at which only misses drop out. */
export interface SurvivalStep {
  readonly ms: number;
  /** Incidents not yet detected and not yet over, just before. */
  readonly atRisk: number;
  readonly detected: number;
  /** Incidents that ended undetected at this time. */
  readonly censored: number;
  /** Share of incidents still undetected from this time on. */
  readonly undetectedRatio: number;
  /** Pointwise 95 %; null where the share is 1 or 0 and the method says nothing. */
  readonly interval: Interval | null;
}

/**
 * Product-limit curve with Greenwood's variance on the log(-log) scale, which keeps intervals inside 0 to 1.
 * Sources: Kaplan and Meier, JASA 53 (1958); Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1980.
 * @param waits in any order
 * @returns a step per distinct time, in rising time
 */
export function survivalCurve(waits: readonly Wait[]): SurvivalStep[] {
  const sorted = [...waits].sort(inWaitingOrder);
  const steps: SurvivalStep[] = [];
  let atRisk = sorted.length;
  let share = 1;
  let greenwood = 0; // sum of detected / (at risk × (at risk - detected))
  for (let i = 0; i < sorted.length; ) {
    const { ms } = sorted[i]!;
    let detected = 0;
    let censored = 0;
    for (; i < sorted.length && sorted[i]!.ms === ms; i++) sorted[i]!.detected ? detected++ : censored++;
    share *= (atRisk - detected) / atRisk;
    greenwood += detected / (atRisk * (atRisk - detected));
    steps.push({ ms, atRisk, detected, censored, undetectedRatio: share, interval: logLogInterval(share, greenwood) });
    atRisk -= detected + censored;
  }
  return steps;
}

function logLogInterval(share: number, greenwood: number): Interval | null {
  if (!(share > 0 && share < 1)) return null;
  const spread = (Z * Math.sqrt(greenwood)) / Math.abs(Math.log(share));
  return {
    low: share ** Math.exp(spread),
    high: share ** Math.exp(-spread),
    level: LEVEL,
    method: 'greenwood-log-log',
  };
}

/**
 * Interval of the median: the times whose pointwise interval still holds one half. The high end is null where the curve
 * never gets that low. Source: Brookmeyer and Crowley, Biometrics 38 (1982).
 */
export function medianLimits(
  steps: readonly SurvivalStep[],
): { readonly lowMs: number; readonly highMs: number | null } | null {
  // Where the share is 0 the method is silent, and everybody is detected: both limits are below one half.
  const low = steps.find(({ interval, undetectedRatio }) => (interval?.low ?? undetectedRatio) <= 0.5);
  const high = steps.find(({ interval, undetectedRatio }) => (interval?.high ?? undetectedRatio) <= 0.5);
  return low === undefined ? null : { lowMs: low.ms, highMs: high?.ms ?? null };
}

import type { Cause } from '../contenders/contract.ts';
import type { ScoreTrace } from './score-trace.ts';

/** Turns either side's scores into alerts. The same object for every contender of a run, but for the threshold. */
export interface AlertPolicy {
  /** A row is over when its score is at or above this. */
  readonly threshold: number;
  /** An alert that is up stays up while the score is at or above this (hysteresis); at most `threshold`. */
  readonly clearBelow: number;
  /** Over for this long before the alert goes up (Prometheus `for`). */
  readonly holdMs: number;
  /** Stays up this long after it last was over (Prometheus `keep_firing_for`). */
  readonly keepMs: number;
  /** Going up again within this of having been up belongs to the same page: no second alert. */
  readonly cooldownMs: number;
}

/** Rows [startRow, endRow] during which an alert was up; both ends belong to it. */
export interface AlertSpan {
  readonly startMs: number;
  readonly endMs: number;
  readonly startRow: number;
  readonly endRow: number;
}

/** One page: the first span woke somebody up, later ones fell inside the cool-down and joined it. */
export interface Alert {
  readonly startMs: number;
  readonly endMs: number;
  readonly startRow: number;
  readonly endRow: number;
  readonly spans: readonly [AlertSpan, ...AlertSpan[]];
  readonly peakScore: number;
  readonly peakRow: number;
  /** Causes named at the peak row. */
  readonly causes: readonly Cause[];
}

/**
 * Score trace × policy → alerts, in time order.
 *
 * A row on which the contender abstained changes nothing: a pending hold neither advances nor resets on it, and an
 * alert that is up stays up until a row says otherwise. Alerts that went up before `fromRow` (warm-up, NAB's probation)
 * are not reported, but their cool-down still counts. Cost: one pass over the rows.
 */
export function raiseAlerts(trace: ScoreTrace, policy: AlertPolicy, fromRow = 0): Alert[] {
  const { scores, timestampsMs } = trace;
  const alerts: Alert[] = [];
  let pendingSinceMs: number | null = null;
  let spanStartRow: number | null = null;
  let lastHotRow = -1; // last row that kept the alert up (score at or above clearBelow)
  let open: { spans: AlertSpan[]; peakRow: number } | null = null;
  let lastUpMs = Number.NEGATIVE_INFINITY;

  const closePage = () => {
    if (open === null) return;
    const spans = open.spans as [AlertSpan, ...AlertSpan[]];
    const last = spans[spans.length - 1]!;
    if (spans[0].startRow >= fromRow) {
      alerts.push({
        startMs: spans[0].startMs,
        endMs: last.endMs,
        startRow: spans[0].startRow,
        endRow: last.endRow,
        spans,
        peakScore: scores[open.peakRow]!,
        peakRow: open.peakRow,
        causes: trace.causes[open.peakRow]!,
      });
    }
    open = null;
  };
  const closeSpan = (endRow: number) => {
    if (spanStartRow === null) return;
    const span = { startMs: timestampsMs[spanStartRow]!, endMs: timestampsMs[endRow]!, startRow: spanStartRow, endRow };
    let peakRow = spanStartRow;
    for (let row = spanStartRow; row <= endRow; row++) if (scores[row]! > scores[peakRow]!) peakRow = row;
    if (open === null) open = { spans: [span], peakRow };
    else {
      open.spans.push(span);
      if (scores[peakRow]! > scores[open.peakRow]!) open.peakRow = peakRow;
    }
    lastUpMs = span.endMs;
    spanStartRow = null;
  };

  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    if (Number.isNaN(score)) continue;
    const nowMs = timestampsMs[row]!;
    if (spanStartRow !== null) {
      if (score >= policy.clearBelow) lastHotRow = row;
      else if (nowMs - timestampsMs[lastHotRow]! > policy.keepMs || policy.keepMs === 0) closeSpan(row - 1);
      if (spanStartRow !== null) continue;
      pendingSinceMs = null;
    }
    if (score >= policy.threshold) {
      pendingSinceMs ??= nowMs;
      if (nowMs - pendingSinceMs >= policy.holdMs) {
        if (nowMs - lastUpMs > policy.cooldownMs) closePage();
        spanStartRow = row;
        lastHotRow = row;
        pendingSinceMs = null;
      }
    } else pendingSinceMs = null;
  }
  if (spanStartRow !== null) closeSpan(scores.length - 1);
  closePage();
  return alerts;
}

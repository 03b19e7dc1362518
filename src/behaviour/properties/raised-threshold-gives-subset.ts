import fc from 'fast-check';
import type { AlertPolicy } from '../../replay/alert-policy.ts';
import { raiseAlerts } from '../../replay/alert-policy.ts';
import { toScoreTrace } from '../../replay/replay.ts';
import type { ScoreTrace } from '../../replay/score-trace.ts';
import { whenRepeatable } from '../applicability.ts';
import { anyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';
import { firstDifference, watch } from '../watch.ts';

/** Each threshold has its own replay: a contender whose scores move from one to the next is caught here. */
export const raisedThresholdGivesSubset: Property = {
  id: 'raised-threshold-gives-subset',
  version: 1,
  claim: 'With a higher threshold the scores are the same, and alerts are up on a subset of the rows.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: (context) =>
    fc
      .tuple(anyTelemetry(context), fc.nat({ max: 1000 }), fc.nat({ max: 1000 }))
      .map(([telemetry, one, other]) =>
        caseOf(telemetry, { lowPermille: Math.min(one, other), highPermille: Math.max(one, other) }),
      ),
  async holds({ watcher }, example) {
    const { watched } = example;
    const [first, second] = [watch(watcher, watched), watch(watcher, watched)];
    const [lower, higher] = [toScoreTrace(watched, first), toScoreTrace(watched, second)];
    const low = scoreAt(lower, numberOf(example, 'lowPermille'));
    const high = scoreAt(lower, numberOf(example, 'highPermille'));
    const moved = firstDifference(
      { name: `replayed for threshold ${low}`, verdicts: first },
      { name: `replayed for threshold ${high}`, verdicts: second },
    );
    if (moved !== null) return moved;
    const upAtLow = rowsUp(lower, low);
    const extra = [...rowsUp(higher, high)].find((row) => !upAtLow.has(row));
    return extra === undefined ? null : `row ${extra + 1} alerts at threshold ${high} but not at ${low}`;
  },
};

/** The score that this share of scored rows stays below, in thousandths; 0 when none was scored. */
function scoreAt({ scores }: ScoreTrace, permille: number): number {
  const sorted = scores.filter((score) => !Number.isNaN(score)).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * permille) / 1000))] ?? 0;
}

function rowsUp(trace: ScoreTrace, threshold: number): Set<number> {
  const policy: AlertPolicy = { threshold, clearBelow: threshold, holdMs: 0, keepMs: 0, cooldownMs: 0 };
  const rows = new Set<number>();
  for (const { spans } of raiseAlerts(trace, policy)) {
    for (const { startRow, endRow } of spans) for (let row = startRow; row <= endRow; row++) rows.add(row);
  }
  return rows;
}

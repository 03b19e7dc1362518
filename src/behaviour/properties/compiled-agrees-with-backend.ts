import type { RunsOnAnotherEngine, Verdict, Watcher } from '../../contenders/contract.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { describeVerdict, watch } from '../watch.ts';

/**
 * What two scores of one row may differ by, as a share of the larger of 1 (where an alert is meant) and the score.
 * TensorFlow.js sums in 32-bit floats, the compiled pass in doubles, and a score divides their difference by how much
 * errors vary. The largest seen over the web shop and 23 series of NAB is 1.9e-5, on one that is constant.
 */
export const MOST_DIFFERENCE = 0.001;

const runsOnAnother = (watcher: Watcher): watcher is Watcher & RunsOnAnotherEngine =>
  typeof (watcher as Partial<RunsOnAnotherEngine>).onOtherEngine === 'function';

export const compiledAgreesWithBackend: Property = {
  id: 'compiled-agrees-with-backend',
  version: 1,
  claim: `On its other engine, compiled or TensorFlow.js, it scores and abstains on the same rows, each score within ${100 * MOST_DIFFERENCE} % of the larger of 1 and itself.`,
  scope: 'must',
  kind: 'frozen',
  appliesTo: (_traits, watcher) =>
    runsOnAnother(watcher) ? null : 'its watcher runs on one engine alone (no onOtherEngine)',
  arbitrary: watchedTelemetry,
  async holds({ watcher }, { watched }) {
    if (!runsOnAnother(watcher)) return 'its watcher has no onOtherEngine';
    const other = await watcher.onOtherEngine();
    try {
      return firstDisagreement(watch(watcher, watched), watch(other, watched));
    } finally {
      other.dispose();
    }
  },
};

function firstDisagreement(here: readonly Verdict[], there: readonly Verdict[]): string | null {
  for (let row = 0; row < Math.max(here.length, there.length); row++) {
    const a = here[row];
    const b = there[row];
    if (a !== undefined && b !== undefined && agree(a, b)) continue;
    return `row ${row + 1}: ${describeVerdict(a)} on its own engine, ${describeVerdict(b)} on the other`;
  }
  return null;
}

function agree(a: Verdict, b: Verdict): boolean {
  if (a.kind === 'abstained' || b.kind === 'abstained') {
    return a.kind === 'abstained' && b.kind === 'abstained' && a.reason === b.reason;
  }
  return Math.abs(a.score - b.score) <= MOST_DIFFERENCE * Math.max(1, Math.abs(a.score), Math.abs(b.score));
}

import type { Cause, Verdict } from '../../contenders/contract.ts';
import { rowCount } from '../../telemetry/recording.ts';
import { always } from '../applicability.ts';
import { wildTelemetry } from '../cases/wild-readings.ts';
import type { Property } from '../property.ts';
import { firstFault, firstOf, watchEveryWay } from '../watch.ts';

/** The one property whose readings cover the whole double range; all others keep to telemetry-sized values. */
export const scoresAreFiniteOrAbstained: Property = {
  id: 'scores-are-finite-or-abstained',
  version: 1,
  claim: 'Whatever double a reading is, infinities and 1e308 included, the verdict is a finite score or an abstention.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: always,
  arbitrary: wildTelemetry,
  async holds({ watcher }, { watched }) {
    return firstOf(
      watchEveryWay(watcher, watched),
      (verdicts) => firstFault(verdicts, rowCount(watched)) ?? firstInfiniteCause(verdicts),
    );
  },
};

/** A cause with a number that is not finite cannot be recorded. */
function firstInfiniteCause(verdicts: readonly Verdict[]): string | null {
  return firstOf(verdicts.entries(), ([row, verdict]) => {
    const cause = verdict.kind === 'scored' ? verdict.causes.find(hasInfinity) : undefined;
    if (cause === undefined) return null;
    const { observed, limit, share } = cause;
    return `row ${row + 1}: ${cause.source} names observed ${observed}, limit ${limit}, share ${share} as a cause`;
  });
}

const hasInfinity = ({ observed, limit, share }: Cause): boolean =>
  [observed, limit, share].some((number) => number !== null && !Number.isFinite(number));

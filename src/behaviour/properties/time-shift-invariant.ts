import fc from 'fast-check';
import { parseDurationMs } from '../../duration.ts';
import { whenRepeatable } from '../applicability.ts';
import { anyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';
import { firstDifference, watch } from '../watch.ts';

/** Whole weeks keep the hour and the day of the week, so that seasonal baselines may hold too. */
export const timeShiftInvariant: Property = {
  id: 'time-shift-invariant',
  version: 1,
  claim: 'The same readings whole weeks later get the same verdicts.',
  scope: 'characterise',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: (context) =>
    fc
      .tuple(anyTelemetry(context), fc.integer({ min: 1, max: 60 }))
      .map(([telemetry, weeks]) => caseOf(telemetry, { weeks })),
  async holds({ watcher }, example) {
    const weeks = numberOf(example, 'weeks');
    const { watched } = example;
    const later = { ...watched, timestampsMs: watched.timestampsMs.map((at) => at + weeks * parseDurationMs('1w')) };
    return firstDifference(
      { name: 'as recorded', verdicts: watch(watcher, watched) },
      { name: `${weeks} weeks later`, verdicts: watch(watcher, later) },
    );
  },
};

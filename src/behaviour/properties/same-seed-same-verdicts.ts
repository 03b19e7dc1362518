import fc from 'fast-check';
import { whenRepeatable } from '../applicability.ts';
import { anyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';
import { verdictsAfterRefit } from '../refit.ts';
import { firstDifference } from '../watch.ts';

export const sameSeedSameVerdicts: Property = {
  id: 'same-seed-same-verdicts',
  version: 1,
  claim: 'Fitted twice on the same data with the same seed, it decides the same.',
  scope: 'must',
  kind: 'refit',
  appliesTo: whenRepeatable,
  arbitrary: (context) =>
    fc
      .tuple(anyTelemetry(context, { short: false }), fc.integer({ min: 1, max: 0x7fffffff }))
      .map(([telemetry, seed]) => caseOf(telemetry, { seed })),
  async holds({ contender, refitTraining }, example) {
    const task = { train: refitTraining, seed: numberOf(example, 'seed') };
    return firstDifference(
      { name: 'after the first fit', verdicts: await verdictsAfterRefit(contender, task, example.watched) },
      { name: 'after a second one', verdicts: await verdictsAfterRefit(contender, task, example.watched) },
    );
  },
};

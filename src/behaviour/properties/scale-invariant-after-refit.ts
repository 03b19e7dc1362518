import fc from 'fast-check';
import { decisionsAfterChange } from '../affine-refit.ts';
import { whenRepeatable } from '../applicability.ts';
import { busyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';

/** Changes of unit by far: seconds and milliseconds, shares and percent, bytes and KiB. */
const FAR = [1000, 0.001, 100, 0.01, 1024];
/** Small ones; a power of two changes no bit of a mantissa. */
const NEAR = [60, 0.5, 2];

export const scaleInvariantAfterRefit: Property = {
  id: 'scale-invariant-after-refit',
  version: 1,
  claim: 'Multiplying every reading, in training and after, by one positive number changes no decision.',
  scope: { claimed: 'scale-invariant-after-refit' },
  kind: 'refit',
  appliesTo: whenRepeatable,
  arbitrary: (context) =>
    fc
      .tuple(
        busyTelemetry(context),
        fc.oneof({ arbitrary: fc.constantFrom(...FAR), weight: 3 }, fc.constantFrom(...NEAR)),
      )
      .map(([telemetry, factor]) => caseOf(telemetry, { factor })),
  async holds(context, example) {
    const factor = numberOf(example, 'factor');
    return decisionsAfterChange(context, example, {
      name: `with all readings times ${factor}`,
      of: (reading) => reading * factor,
    });
  },
};

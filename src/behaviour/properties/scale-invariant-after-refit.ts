import fc from 'fast-check';
import { decisionsAfterChange } from '../affine-refit.ts';
import { whenRepeatable } from '../applicability.ts';
import { anyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';

/** Changes of unit: seconds to milliseconds, ratios to percent, bytes to KiB and kB. Powers of two change no bit of a mantissa. */
const FACTORS = [2, 0.5, 1000, 0.001, 100, 0.01, 1024, 1 / 1024, 60];

export const scaleInvariantAfterRefit: Property = {
  id: 'scale-invariant-after-refit',
  version: 1,
  claim: 'Multiplying every reading, in training and after, by one positive number changes no decision.',
  scope: { claimed: 'scale-invariant-after-refit' },
  kind: 'refit',
  appliesTo: whenRepeatable,
  arbitrary: (context) =>
    fc
      .tuple(anyTelemetry(context, { short: false }), fc.constantFrom(...FACTORS))
      .map(([telemetry, factor]) => caseOf(telemetry, { factor })),
  async holds(context, example) {
    const factor = numberOf(example, 'factor');
    return decisionsAfterChange(context, example, {
      name: `with all readings times ${factor}`,
      of: (reading) => reading * factor,
    });
  },
};

import fc from 'fast-check';
import { decisionsAfterChange } from '../affine-refit.ts';
import { whenRepeatable } from '../applicability.ts';
import { busyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';

/**
 * Changes of unit: seconds to milliseconds and back, ratios to percent, bytes to KiB. fast-check draws the first and
 * last ones most, and there are few runs, so the widest changes come first and the exact one (a power of two) last.
 */
const FACTORS = [1000, 0.001, 100, 0.01, 1024, 60, 0.5, 2];

export const scaleInvariantAfterRefit: Property = {
  id: 'scale-invariant-after-refit',
  version: 1,
  claim: 'Multiplying every reading, in training and after, by one positive number changes no decision.',
  scope: { claimed: 'scale-invariant-after-refit' },
  kind: 'refit',
  appliesTo: whenRepeatable,
  arbitrary: (context) =>
    fc
      .tuple(busyTelemetry(context), fc.constantFrom(...FACTORS))
      .map(([telemetry, factor]) => caseOf(telemetry, { factor })),
  async holds(context, example) {
    const factor = numberOf(example, 'factor');
    return decisionsAfterChange(context, example, {
      name: `with all readings times ${factor}`,
      of: (reading) => reading * factor,
    });
  },
};

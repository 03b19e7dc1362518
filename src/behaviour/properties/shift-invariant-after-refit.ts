import fc from 'fast-check';
import { decisionsAfterChange } from '../affine-refit.ts';
import { whenRepeatable } from '../applicability.ts';
import { busyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property, type StudyContext } from '../property.ts';

/** In spreads of one of the channels. */
const FAR = [1000, -1000, 100, -100];
const NEAR = [10, -10, 1, -1];

/** A shift larger than this many spreads of the narrowest channel would round its readings away. */
const MOST_NARROW_SPREADS = 1e6;

export const shiftInvariantAfterRefit: Property = {
  id: 'shift-invariant-after-refit',
  version: 1,
  claim: 'Adding one number to every reading, in training and after, changes no decision.',
  scope: { claimed: 'shift-invariant-after-refit' },
  kind: 'refit',
  appliesTo: whenRepeatable,
  arbitrary: (context) =>
    fc.tuple(busyTelemetry(context), anyShift(context)).map(([telemetry, shift]) => caseOf(telemetry, { shift })),
  async holds(context, example) {
    const shift = numberOf(example, 'shift');
    return decisionsAfterChange(context, example, {
      name: `with ${shift} added to all readings`,
      of: (reading) => reading + shift,
    });
  },
};

function anyShift({ shape }: StudyContext): fc.Arbitrary<number> {
  const spreads = shape.channels.map(({ spread }) => spread);
  const most = MOST_NARROW_SPREADS * Math.min(...spreads);
  return fc
    .tuple(
      fc.constantFrom(...spreads),
      fc.oneof({ arbitrary: fc.constantFrom(...FAR), weight: 3 }, fc.constantFrom(...NEAR)),
    )
    .map(([spread, times]) => Math.max(-most, Math.min(most, spread * times)));
}

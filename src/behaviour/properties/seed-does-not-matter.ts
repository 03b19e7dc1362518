import fc from 'fast-check';
import { anyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';
import { verdictsAfterRefit } from '../refit.ts';
import { firstDifference } from '../watch.ts';

const anySeed = () => fc.integer({ min: 1, max: 0x7fffffff });

export const seedDoesNotMatter: Property = {
  id: 'seed-does-not-matter',
  version: 1,
  claim: 'A contender that declares no randomness decides the same whatever seed it was fitted with.',
  scope: 'must',
  kind: 'refit',
  appliesTo: ({ randomness }) => (randomness === 'none' ? null : `it declares ${randomness} randomness`),
  arbitrary: (context) =>
    fc
      .tuple(anyTelemetry(context, { short: false }), anySeed(), anySeed())
      .map(([telemetry, seed, otherSeed]) => caseOf(telemetry, { seed, otherSeed })),
  async holds({ contender, refitTraining: train }, example) {
    const [seed, otherSeed] = [numberOf(example, 'seed'), numberOf(example, 'otherSeed')];
    return firstDifference(
      { name: `with seed ${seed}`, verdicts: await verdictsAfterRefit(contender, { train, seed }, example.watched) },
      {
        name: `with seed ${otherSeed}`,
        verdicts: await verdictsAfterRefit(contender, { train, seed: otherSeed }, example.watched),
      },
    );
  },
};

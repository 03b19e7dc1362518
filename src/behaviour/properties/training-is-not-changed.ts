import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { always } from '../applicability.ts';
import { anyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';
import { withRefit } from '../refit.ts';
import { copyOf } from '../watch.ts';

export const trainingIsNotChanged: Property = {
  id: 'training-is-not-changed',
  version: 1,
  claim: 'Fitting leaves the training recordings as they were.',
  scope: 'must',
  kind: 'refit',
  appliesTo: always,
  arbitrary: (context) =>
    fc
      .tuple(anyTelemetry(context, { short: false }), fc.integer({ min: 1, max: 0x7fffffff }))
      .map(([telemetry, seed]) => caseOf(telemetry, { seed })),
  /** The case's recording is put behind the training ones, so that each case trains on something new. */
  async holds({ contender, refitTraining }, example) {
    const given = [
      ...refitTraining.map((labelled) => ({ ...labelled, recording: copyOf(labelled.recording) })),
      { recording: copyOf(example.watched), incidents: [], benign: [] },
    ];
    const meant = structuredClone(given);
    const changed = await withRefit(contender, { train: given, seed: numberOf(example, 'seed') }, () =>
      given.findIndex((labelled, i) => !isDeepStrictEqual(labelled, meant[i])),
    );
    return changed === -1 ? null : `fitting changed training recording ${given[changed]!.recording.id}`;
  },
};

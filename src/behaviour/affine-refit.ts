import { comparisonThresholds, firstDecisionDifference } from './decisions.ts';
import type { BehaviourCase, StudyContext } from './property.ts';
import { mapReadings, mapTraining, verdictsAfterRefit } from './refit.ts';
import { watch } from './watch.ts';

/**
 * Fits on changed training data, watches the changed recording, and compares decisions with those of the unchanged
 * pair at the same thresholds.
 * @returns what differs, in words, or null
 */
export async function decisionsAfterChange(
  context: StudyContext,
  { watched }: BehaviourCase,
  change: { readonly name: string; readonly of: (reading: number) => number },
): Promise<string | null> {
  const { contender, refitTraining, seed } = context;
  const plain = watch(await context.baseline(), watched);
  const task = { train: mapTraining(refitTraining, change.of), seed };
  const changed = await verdictsAfterRefit(contender, task, mapReadings(watched, change.of));
  return firstDecisionDifference(
    { name: 'as recorded', verdicts: plain },
    { name: change.name, verdicts: changed },
    comparisonThresholds(contender.traits, plain),
  );
}

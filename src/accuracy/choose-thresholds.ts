import type { Plan, PolicySettings, ThresholdChoice } from '../record/schema.ts';
import type { Metric } from './metric.ts';
import { chooseThreshold } from './threshold-choice.ts';
import type { WatchedParts } from './watch-assignments.ts';
import type { Watched } from './watched.ts';

export interface ThresholdChoices {
  /** Each group of judged recordings with the threshold that is best on what is not judged with it. */
  readonly heldOut: ThresholdChoice;
  /** All judged recordings with the threshold that is best on themselves. */
  readonly inSample: ThresholdChoice;
}

/**
 * On validation recordings where there are any; else (`leave-one-out`) for each group of judged recordings on all the
 * others. What is held out never looks at the labels it is judged by.
 */
export function chooseThresholds(
  { tune, judged }: Pick<WatchedParts, 'tune' | 'judged'>,
  primary: Metric,
  { accuracy, policy }: { readonly accuracy: Plan['accuracy']; readonly policy: PolicySettings },
): ThresholdChoices {
  const { thresholdTrials: trials, tolerance } = accuracy;
  const choose = (on: readonly Watched[]) =>
    chooseThreshold({ metric: primary, on, policy, trials, ...(tolerance && { tolerance }) });

  const heldOut: ThresholdChoice['folds'] = [];
  for (const group of foldsOf(tune, judged)) {
    const chosenOn = tune.length > 0 ? tune : judged.filter((watched) => !group.includes(watched));
    if (chosenOn.length === 0)
      throw new Error(`nothing is left to choose a threshold on when ${ids(group).join(', ')} is left out`);
    heldOut.push({ judged: ids(group), chosenOn: ids(chosenOn), ...choose(chosenOn) });
  }
  return {
    heldOut: { protocol: 'held-out', folds: heldOut },
    inSample: {
      protocol: 'in-sample',
      folds: [{ judged: ids(judged), chosenOn: ids(judged), ...choose(judged) }],
    },
  };
}

/** Judged recordings that share a threshold: all of them where there is something to tune on, else one group at a time. */
function foldsOf(tune: readonly Watched[], judged: readonly Watched[]): Watched[][] {
  if (tune.length > 0) return [[...judged]];
  const groups = new Map<string, Watched[]>();
  for (const watched of judged) groups.set(watched.task.group, [...(groups.get(watched.task.group) ?? []), watched]);
  return [...groups.values()];
}

const ids = (watched: readonly Watched[]): string[] => watched.map(({ trace }) => trace.recordingId);

import type { MetricCard, ThresholdChoice } from '../record/schema.ts';
import type { TrialOutcome } from './trial-outcome.ts';

type Fold = ThresholdChoice['folds'][number];

/** The trial picked for a fold, and the threshold that goes with it. */
export interface FoldChoice extends Fold {
  /** Index of the trial; 0: as shipped. */
  readonly trial: number;
}

export interface SettingsChoice {
  /** Each group of judged recordings with what is best where it is not judged. */
  readonly heldOut: readonly FoldChoice[];
  /** All judged recordings with what is best on themselves. */
  readonly inSample: FoldChoice;
}

/**
 * The best trial, for each fold by its objective on what is not judged there. Of equally good trials the earliest, so
 * that nothing moves away from what was shipped without a gain. Where the objective of no trial is defined, as shipped.
 */
export function chooseSettings(outcomes: readonly TrialOutcome[], better: MetricCard['better']): SettingsChoice {
  const shipped = outcomes[0];
  if (shipped?.kind !== 'tried') throw new Error('settings are chosen only beside what was shipped');
  const best = (foldsOf: (outcome: Extract<TrialOutcome, { kind: 'tried' }>) => readonly Fold[], at: number) => {
    let chosen: FoldChoice = { ...foldsOf(shipped)[at]!, trial: 0 };
    outcomes.forEach((outcome, trial) => {
      if (outcome.kind === 'failed') return;
      const fold = foldsOf(outcome)[at]!;
      if (isBetter(fold, chosen, better)) chosen = { ...fold, trial };
    });
    return chosen;
  };
  return {
    heldOut: shipped.heldOut.folds.map((_, at) => best(({ heldOut }) => heldOut.folds, at)),
    inSample: best(({ inSample }) => inSample.folds, 0),
  };
}

/** A choice among more is better for that alone: sides with unequal numbers of trials are not compared. */
export function refuseUnequalTrials(sides: readonly { readonly name: string; readonly trials: number }[]): void {
  const [first] = sides;
  const other = sides.find(({ trials }) => trials !== first!.trials);
  if (first !== undefined && other !== undefined) {
    throw new Error(
      `${first.name} has ${first.trials} trials and ${other.name} has ${other.trials}: sides are compared after equally many`,
    );
  }
}

function isBetter({ objective }: Fold, than: Fold, better: MetricCard['better']): boolean {
  if (objective.kind === 'undefined') return false;
  if (than.objective.kind === 'undefined') return true;
  return better === 'lower' ? objective.value < than.objective.value : objective.value > than.objective.value;
}

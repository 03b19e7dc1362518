import type { JudgedSide, SettingsPick } from '../record/errand.ts';
import type { MetricCard, Plan } from '../record/schema.ts';
import { pairedDifference } from '../verdict/paired-difference.ts';
import type { FoldChoice, SettingsChoice } from './choose-settings.ts';
import type { TrialOutcome } from './trial-outcome.ts';
import type { Entrant } from './tune-plan.ts';
import type { Estimate, Tuned } from './tune-report.ts';

/** What is judged of an entrant, in this order: as shipped, tuned in-sample, tuned held-out. */
export function sidesOf(
  { trials }: Entrant,
  outcomes: readonly TrialOutcome[],
  choice: SettingsChoice,
): SettingsPick[][] {
  const shipped = outcomes[0]!;
  if (shipped.kind === 'failed') throw new Error('a contender that does not work as shipped is not judged');
  const pick = ({ trial, threshold, judged }: FoldChoice): SettingsPick => ({
    contender: trials[trial]!.contender,
    threshold,
    judged,
  });
  return [
    shipped.heldOut.folds.map((fold) => pick({ ...fold, trial: 0 })),
    [pick(choice.inSample)],
    choice.heldOut.map(pick),
  ];
}

type Figures = Pick<Tuned, 'asShipped' | 'tuned' | 'optimism' | 'gain'>;

export function compareSides(sides: readonly JudgedSide[], card: MetricCard, { accuracy }: Plan): Figures {
  const [asShipped, inSample, heldOut] = sides;
  if (asShipped === undefined || inSample === undefined || heldOut === undefined) {
    throw new Error(`three sides are judged, got ${sides.length}`);
  }
  return {
    asShipped: { heldOut: asShipped.value },
    tuned: { inSample: inSample.value, heldOut: heldOut.value },
    optimism: optimism(inSample, heldOut, card),
    gain: pairedDifference({ a: heldOut, b: asShipped, better: card.better, margin: accuracy.margin }),
  };
}

/** Over the same resamples of the same recordings. The interval takes the choice as made: it does not choose anew. */
function optimism(inSample: JudgedSide, heldOut: JudgedSide, { better }: MetricCard): Estimate {
  const found = pairedDifference({ a: inSample, b: heldOut, better, margin: 0 });
  if (found.kind === 'not-compared') return { kind: 'undefined', reason: found.reason };
  const { difference, interval } = found;
  const { level } = interval;
  // Positive is flattery, whichever way is better; adding 0 makes -0 a 0.
  return better === 'lower'
    ? { kind: 'defined', value: 0 - difference, low: 0 - interval.high, high: 0 - interval.low, level }
    : { kind: 'defined', value: difference, low: interval.low, high: interval.high, level };
}

import { readingOf, whyNoResult } from '../record/lookup.ts';
import type { AccuracyResult, ContenderInfo, MetricValue, RunRecord } from '../record/schema.ts';
import { figureOverSeeds, replicatesOverSeeds, resultsOverSeeds } from './over-seeds.ts';
import type { Scored } from './paired-difference.ts';

/** A contender with a measured accuracy, on the metric the verdict rests on. */
export interface Side {
  readonly contender: ContenderInfo;
  /** Of the first seed. */
  readonly accuracy: AccuracyResult;
  /** Mean over the seeds whose accuracy was measured. */
  readonly value: MetricValue;
  readonly replicates: Scored['replicates'];
  readonly seeds: number;
  /** How many contenders of its family had a figure to be chosen from. */
  readonly chosenAmong: number;
}

export type SideChoice =
  | { readonly kind: 'chosen'; readonly side: Side }
  | { readonly kind: 'none'; readonly reason: string };

export const scoredOf = ({ value, replicates, accuracy }: Side): Scored => ({
  value,
  replicates,
  bootstrap: accuracy.bootstrap,
});

/** Every contender of a family whose accuracy was measured, in plan order. */
export function sidesOf(record: RunRecord, family: ContenderInfo['traits']['family']): Side[] {
  const measured = record.plan.contenders
    .filter(({ traits }) => traits.family === family)
    .flatMap((contender) => {
      const results = resultsOverSeeds(record, contender.name);
      return results.length === 0 ? [] : [{ contender, results }];
    });
  return measured.map(({ contender, results }) => ({
    contender,
    accuracy: results[0]!,
    ...overSeeds(results, record.plan.accuracy.primaryMetric),
    seeds: results.length,
    chosenAmong: measured.length,
  }));
}

function overSeeds(results: readonly AccuracyResult[], metric: string): Pick<Side, 'value' | 'replicates'> {
  const [first] = results as [AccuracyResult, ...AccuracyResult[]];
  if (results.length === 1) return { value: readingOf(first.metrics, metric), replicates: first.replicates };
  const figure = figureOverSeeds(results, 'held-out', metric);
  if (figure === undefined) {
    return { value: { kind: 'undefined', reason: 'not every seed has a figure' }, replicates: first.replicates };
  }
  // One of each seed: they were made on the same resamples.
  const replicates = replicatesOverSeeds(results, 'held-out');
  return { value: { kind: 'defined', value: figure.mean }, replicates: [...(replicates ?? first.replicates)] };
}

/**
 * The contender that speaks for a family: the one with the best figure where its threshold was chosen, never on what it
 * is judged on; the earlier in the plan where that is a tie or undefined.
 */
export function chooseSide(
  record: RunRecord,
  family: ContenderInfo['traits']['family'],
  better: 'higher' | 'lower',
): SideChoice {
  const [first, ...rest] = sidesOf(record, family);
  if (first === undefined) return { kind: 'none', reason: whyNone(record, family) };
  const sign = better === 'higher' ? 1 : -1;
  const worth = ({ contender }: Side) => tuningFigure(resultsOverSeeds(record, contender.name), sign);
  return { kind: 'chosen', side: rest.reduce((best, side) => (worth(side) > worth(best) ? side : best), first) };
}

/** Mean objective over the folds of all seeds, signed so that more is better; minus infinity where a fold has none. */
function tuningFigure(results: readonly AccuracyResult[], sign: 1 | -1): number {
  const objectives = results.flatMap(({ threshold }) => threshold.folds.map(({ objective }) => objective));
  const sum = objectives.reduce(
    (total, objective) => total + (objective.kind === 'undefined' ? Number.NEGATIVE_INFINITY : objective.value * sign),
    0,
  );
  return sum / objectives.length;
}

function whyNone(record: RunRecord, family: string): string {
  const members = record.plan.contenders.filter(({ traits }) => traits.family === family);
  if (members.length === 0) return `the plan has no contender of the family ${family}`;
  return members.map(({ name }) => `${name}: accuracy ${whyNoResult(record, 'accuracy', name)}`).join('; ');
}

import { readingOf, resultOf, whyNoResult } from '../record/lookup.ts';
import type { AccuracyResult, ContenderInfo, MetricValue, RunRecord } from '../record/schema.ts';
import type { Scored } from './paired-difference.ts';

/** A contender with a measured accuracy, on the metric the verdict rests on. */
export interface Side {
  readonly contender: ContenderInfo;
  readonly accuracy: AccuracyResult;
  readonly value: MetricValue;
  /** How many contenders of its family had a figure to be chosen from. */
  readonly chosenAmong: number;
}

export type SideChoice =
  | { readonly kind: 'chosen'; readonly side: Side }
  | { readonly kind: 'none'; readonly reason: string };

export const scoredOf = ({ value, accuracy }: Side): Scored => ({
  value,
  replicates: accuracy.replicates,
  bootstrap: accuracy.bootstrap,
});

/** Every contender of a family whose accuracy was measured, in plan order. */
export function sidesOf(record: RunRecord, family: ContenderInfo['traits']['family']): Side[] {
  const measured = record.plan.contenders
    .filter(({ traits }) => traits.family === family)
    .flatMap((contender) => {
      const accuracy = resultOf(record, 'accuracy', contender.name);
      return accuracy === undefined ? [] : [{ contender, accuracy }];
    });
  return measured.map(({ contender, accuracy }) => ({
    contender,
    accuracy,
    value: readingOf(accuracy.metrics, record.plan.accuracy.primaryMetric),
    chosenAmong: measured.length,
  }));
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
  const worth = (side: Side) => tuningFigure(side.accuracy, sign);
  return { kind: 'chosen', side: rest.reduce((best, side) => (worth(side) > worth(best) ? side : best), first) };
}

/** Mean objective over the folds, signed so that more is better; minus infinity where a fold has none. */
function tuningFigure({ threshold: { folds } }: AccuracyResult, sign: 1 | -1): number {
  let sum = 0;
  for (const { objective } of folds) {
    if (objective.kind === 'undefined') return Number.NEGATIVE_INFINITY;
    sum += objective.value * sign;
  }
  return sum / folds.length;
}

function whyNone(record: RunRecord, family: string): string {
  const members = record.plan.contenders.filter(({ traits }) => traits.family === family);
  if (members.length === 0) return `the plan has no contender of the family ${family}`;
  return members.map(({ name }) => `${name}: accuracy ${whyNoResult(record, 'accuracy', name)}`).join('; ');
}

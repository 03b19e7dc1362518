import { readingOf, resultOf } from '../record/lookup.ts';
import type { Cell, MetricValue, PropertyResult, RunRecord } from '../record/schema.ts';
import { type PairedDifference, pairedDifference } from './paired-difference.ts';
import { type Side, scoredOf, sidesOf } from './side.ts';

/** Something a reader must know before acting on the decision. */
export type Caveat =
  /** `baseline` is the strongest one it is not shown to beat. */
  | {
      readonly kind: 'not-shown-to-beat-baseline';
      readonly contender: string;
      readonly baseline: Side;
      readonly comparison: PairedDifference;
    }
  | { readonly kind: 'breaks-property'; readonly contender: string; readonly properties: readonly PropertyResult[] }
  | { readonly kind: 'not-deterministic'; readonly contender: string; readonly rungs: readonly string[] }
  | { readonly kind: 'mostly-in-alarm'; readonly contender: string; readonly ratio: number }
  | { readonly kind: 'baseline-left-out'; readonly contender: string; readonly ratio: number }
  /** A saved contender that learned from a dataset which may hold what it is judged on. */
  | { readonly kind: 'learned-elsewhere'; readonly contender: string; readonly dataset: string }
  /** At the threshold its author meant it does so much better or worse that the figure here must not be taken for that. */
  | { readonly kind: 'otherwise-as-written'; readonly contender: string; readonly value: MetricValue }
  | { readonly kind: 'few-blocks'; readonly blocks: number }
  | { readonly kind: 'failed-cells'; readonly cells: readonly Cell[] };

/** Whoever has an alert up for more than this share of the time watches nothing, whatever an event metric says. */
export const MOST_TIME_IN_ALARM = 0.5;

/** Below this a percentile interval over resampled blocks is known to be too narrow; it is printed with a warning. */
const FEW_BLOCKS = 10;

const TIME_IN_ALARM = 'time-in-alarm';

export function caveatsOf(record: RunRecord, sides: readonly Side[], better: 'higher' | 'lower'): Caveat[] {
  const baselines = sidesOf(record, 'baseline');
  const leftOut = baselines.flatMap(({ contender, accuracy }): Caveat[] => {
    const ratio = timeInAlarm(accuracy.metrics);
    return ratio > MOST_TIME_IN_ALARM ? [{ kind: 'baseline-left-out', contender: contender.name, ratio }] : [];
  });
  const against = baselines.filter(({ accuracy }) => timeInAlarm(accuracy.metrics) <= MOST_TIME_IN_ALARM);
  return [
    ...sides.flatMap((side) => baselineCaveat(record, side, against, better)),
    ...sides.flatMap((side) => sideCaveats(record, side)),
    ...leftOut,
    ...otherwiseAsWritten(record, sides),
    ...learnedElsewhere(record),
    ...fewBlocks(sides),
    ...failedCells(record),
  ];
}

function timeInAlarm(metrics: Side['accuracy']['metrics']): number {
  const reading = readingOf(metrics, TIME_IN_ALARM);
  return reading.kind === 'defined' ? reading.value : 0;
}

/** The baselines whose best member this side does not beat by more than the margin. */
function baselineCaveat(
  record: RunRecord,
  side: Side,
  baselines: readonly Side[],
  better: 'higher' | 'lower',
): Caveat[] {
  const sign = better === 'higher' ? 1 : -1;
  const worth = ({ value }: Side) => (value.kind === 'defined' ? value.value * sign : Number.NEGATIVE_INFINITY);
  const notBeaten = baselines
    .map((baseline) => ({
      baseline,
      comparison: pairedDifference({
        a: scoredOf(side),
        b: scoredOf(baseline),
        better,
        margin: record.plan.accuracy.margin,
      }),
    }))
    .filter(({ baseline }) => baseline.value.kind === 'defined')
    .filter(({ comparison }) => comparison.kind === 'not-compared' || comparison.standing !== 'better')
    .sort((a, b) => worth(b.baseline) - worth(a.baseline));
  const [strongest] = notBeaten;
  return strongest === undefined
    ? []
    : [{ kind: 'not-shown-to-beat-baseline', contender: side.contender.name, ...strongest }];
}

/** Beyond the margin; over several seeds all views tell of both anyway. */
function otherwiseAsWritten({ plan }: RunRecord, sides: readonly Side[]): Caveat[] {
  const { primaryMetric, margin, everySeed } = plan.accuracy;
  if (everySeed === true) return [];
  return sides.flatMap(({ contender, accuracy, value }): Caveat[] => {
    const written = readingOf(accuracy.asWritten?.metrics ?? [], primaryMetric);
    const differs =
      written.kind === 'defined' && value.kind === 'defined' && Math.abs(written.value - value.value) > margin;
    return differs ? [{ kind: 'otherwise-as-written', contender: contender.name, value: written }] : [];
  });
}

function sideCaveats(record: RunRecord, { contender, accuracy }: Side): Caveat[] {
  const { name } = contender;
  const caveats: Caveat[] = [];
  const properties = brokenProperties(record, name);
  if (properties.length > 0) caveats.push({ kind: 'breaks-property', contender: name, properties });
  const rungs = unstableRungs(record, name);
  if (rungs.length > 0) caveats.push({ kind: 'not-deterministic', contender: name, rungs });
  const ratio = timeInAlarm(accuracy.metrics);
  if (ratio > MOST_TIME_IN_ALARM) caveats.push({ kind: 'mostly-in-alarm', contender: name, ratio });
  return caveats;
}

/** Violated properties it must hold: those of every contender, and those it claims of itself. */
export function brokenProperties(record: RunRecord, contender: string): PropertyResult[] {
  const properties = resultOf(record, 'behaviour', contender)?.properties ?? [];
  return properties.filter(({ scope, outcome }) => scope !== 'characterise' && outcome.kind === 'violated');
}

/** The rung on which a seeded contender may differ: everything held but the seed. */
export const SEED_RUNG = 'retrain-over-seeds';

/** Rungs on which runs differed that ought not to. */
export function unstableRungs(record: RunRecord, contender: string): string[] {
  const randomness = record.plan.contenders.find(({ name }) => name === contender)?.traits.randomness;
  const rungs = resultOf(record, 'determinism', contender)?.rungs ?? [];
  return rungs.flatMap(({ rung, outcome }) => {
    if (outcome.kind !== 'compared' || (rung === SEED_RUNG && randomness !== 'none')) return [];
    const { distinctArtefacts, distinctScores, distinctAlerts } = outcome;
    return Math.max(distinctArtefacts ?? 1, distinctScores, distinctAlerts) > 1 ? [rung] : [];
  });
}

/** Saved contenders say in their settings what they learned from; the part of this dataset to learn from is no leak. */
function learnedElsewhere({ plan }: RunRecord): Caveat[] {
  return plan.contenders.flatMap(({ name, config }): Caveat[] => {
    const { learnedFrom } = config as { readonly learnedFrom?: { readonly name: string; readonly digest: string } };
    if (learnedFrom === undefined || learnedFrom.digest === plan.dataset.digest) return [];
    return [{ kind: 'learned-elsewhere', contender: name, dataset: learnedFrom.name }];
  });
}

function fewBlocks(sides: readonly Side[]): Caveat[] {
  const blocks = sides[0]?.accuracy.bootstrap.blocks ?? Number.POSITIVE_INFINITY;
  return blocks < FEW_BLOCKS ? [{ kind: 'few-blocks', blocks }] : [];
}

function failedCells({ cells }: RunRecord): Caveat[] {
  const failed = cells.filter(({ outcome }) => outcome.kind === 'failed');
  return failed.length === 0 ? [] : [{ kind: 'failed-cells', cells: failed }];
}

import { isDeepStrictEqual } from 'node:util';
import { cardOf } from '../record/lookup.ts';
import type { ContenderInfo, RunRecord } from '../record/schema.ts';
import { figureOverSeeds, type Regime, replicatesOverSeeds, resultsOverSeeds } from './over-seeds.ts';
import { type PairedDifference, pairedDifference, type Scored } from './paired-difference.ts';

/** One pair of contenders on the primary metric, each the mean of its seeds, on the same resamples. */
export interface SupportedDifference {
  readonly one: string;
  readonly other: string;
  readonly outcome: PairedDifference;
}

type Pair = readonly [one: string, other: string];

/** Every contender against the reference, and every hybrid against its own rules where they take part by themselves. */
export function pairsWorthComparing({ plan: { contenders } }: RunRecord, reference: string): Pair[] {
  const others = contenders.flatMap(({ name }): Pair[] => (name === reference ? [] : [[reference, name]]));
  const parts = contenders.flatMap((hybrid): Pair[] => {
    const part = contenders.find(({ use, config }) => isDeepStrictEqual(hybrid.config.rules, { use, with: config }));
    return hybrid.traits.family !== 'hybrid' || part === undefined || part.name === reference
      ? []
      : [[hybrid.name, part.name]];
  });
  return [...others, ...parts];
}

/**
 * The interval is over resamples of the recordings; what differs between seeds is averaged out beforehand, so it speaks
 * of the mean of the seeds. undefined where one of the two has no such figure.
 */
export function differenceOf(
  record: RunRecord,
  [one, other]: Pair,
  regime: Exclude<Regime, 'in-sample'>,
): SupportedDifference | undefined {
  const { primaryMetric, margin } = record.plan.accuracy;
  const better = cardOf(record, primaryMetric)?.better ?? 'neither';
  const a = scoredOverSeeds(record, one, regime);
  const b = scoredOverSeeds(record, other, regime);
  if (a === undefined || b === undefined) return undefined;
  return { one, other, outcome: pairedDifference({ a, b, better, margin }) };
}

function scoredOverSeeds(
  record: RunRecord,
  contender: ContenderInfo['name'],
  regime: Exclude<Regime, 'in-sample'>,
): Scored | undefined {
  const results = resultsOverSeeds(record, contender);
  const figure = figureOverSeeds(results, regime, record.plan.accuracy.primaryMetric);
  const replicates = replicatesOverSeeds(results, regime);
  if (figure === undefined || replicates === undefined) return undefined;
  return {
    value: { kind: 'defined', value: figure.mean },
    replicates: [...replicates],
    bootstrap: results[0]!.bootstrap,
  };
}

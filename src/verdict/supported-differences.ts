import { cardOf } from '../record/lookup.ts';
import type { RunRecord } from '../record/schema.ts';
import { figureOverSeeds, type Regime, replicatesOverSeeds, resultsOverSeeds } from './over-seeds.ts';
import { type PairedDifference, pairedDifference } from './paired-difference.ts';

/** One pair of contenders on the primary metric, each the mean of its seeds, on the same resamples. */
export interface SupportedDifference {
  readonly one: string;
  readonly other: string;
  readonly outcome: PairedDifference;
}

/**
 * Every contender against one of them. The interval is over resamples of the recordings; what differs between seeds is
 * averaged out beforehand, so it speaks of the mean of the seeds.
 */
export function differencesFrom(
  record: RunRecord,
  reference: string,
  regime: Exclude<Regime, 'in-sample'>,
): SupportedDifference[] {
  const { primaryMetric, margin } = record.plan.accuracy;
  const better = cardOf(record, primaryMetric)?.better ?? 'neither';
  const scored = (contender: string) => {
    const results = resultsOverSeeds(record, contender);
    const figure = figureOverSeeds(results, regime, primaryMetric);
    const replicates = replicatesOverSeeds(results, regime);
    if (figure === undefined || replicates === undefined) return undefined;
    return {
      value: { kind: 'defined' as const, value: figure.mean },
      replicates: [...replicates],
      bootstrap: results[0]!.bootstrap,
    };
  };
  const a = scored(reference);
  if (a === undefined) return [];
  return record.plan.contenders.flatMap(({ name }) => {
    const b = name === reference ? undefined : scored(name);
    return b === undefined
      ? []
      : [{ one: reference, other: name, outcome: pairedDifference({ a, b, better, margin }) }];
  });
}

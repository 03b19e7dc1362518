import { readingOf } from '../record/lookup.ts';
import type { AccuracyResult, Cell, ContenderInfo, RunRecord } from '../record/schema.ts';

/** How the threshold came about. Each is a column of its own; they are never mixed in one comparison. */
export type Regime = 'as-written' | 'held-out' | 'in-sample';

/** A figure over the seeds of one contender. */
export interface OverSeeds {
  readonly mean: number;
  /** Standard deviation between seeds (n - 1); null with one seed. */
  readonly sd: number | null;
  readonly low: number;
  readonly high: number;
}

/** Two seeds' pages are the same when they start no further apart than this many rows. */
export const SAME_PAGE_ROWS = 25;

/** The results of a contender, one per seed, in plan order; failed cells are left out. */
export function resultsOverSeeds({ cells }: RunRecord, contender: string): AccuracyResult[] {
  return cells.flatMap(({ study, contender: of, outcome }: Cell) =>
    study === 'accuracy' && of === contender && outcome.kind === 'measured' && outcome.result.kind === 'accuracy'
      ? [outcome.result]
      : [],
  );
}

/** undefined where a seed has no such figure: a mean over some of the seeds would be another number. */
export function figureOverSeeds(
  results: readonly AccuracyResult[],
  regime: Regime,
  metric: string,
): OverSeeds | undefined {
  const values = results.flatMap((result) => {
    const readings = readingsOf(result, regime);
    const value = readings === undefined ? undefined : readingOf(readings, metric);
    return value?.kind === 'defined' ? [value.value] : [];
  });
  if (values.length === 0 || values.length < results.length) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    sd: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)),
    low: Math.min(...values),
    high: Math.max(...values),
  };
}

function readingsOf(result: AccuracyResult, regime: Regime): AccuracyResult['metrics'] | undefined {
  if (regime === 'held-out') return result.metrics;
  return regime === 'in-sample' ? result.inSample.metrics : result.asWritten?.metrics;
}

/**
 * Share of one seed's pages that another seed has none near, mean over ordered pairs of seeds, at the threshold as
 * written. A score can stand still while every sixth page is another one.
 */
export function pageChurn(record: RunRecord, contender: ContenderInfo): number | undefined {
  const runs = resultsOverSeeds(record, contender.name).flatMap(({ asWritten }) =>
    asWritten ? [asWritten.pages] : [],
  );
  if (runs.length < 2) return undefined;
  const steps = new Map(record.plan.dataset.recordings.map(({ id, stepMs }) => [id, stepMs ?? 0]));
  const shares = runs.flatMap((one, i) =>
    runs.flatMap((other, j) => {
      const pages = Object.entries(one).flatMap(([id, starts]) => starts.map((at) => ({ id, at })));
      if (i === j || pages.length === 0) return [];
      const lonely = pages.filter(({ id, at }) => {
        const within = SAME_PAGE_ROWS * steps.get(id)!;
        return !(other[id] ?? []).some((near) => Math.abs(near - at) <= within);
      });
      return [lonely.length / pages.length];
    }),
  );
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Replicates of the primary metric, averaged over the seeds resample by resample, and the figure they belong to. */
export function replicatesOverSeeds(
  results: readonly AccuracyResult[],
  regime: Exclude<Regime, 'in-sample'>,
): readonly (number | null)[] | undefined {
  const lists = results.map((result) => (regime === 'held-out' ? result.replicates : result.asWritten?.replicates));
  const [first] = lists;
  if (first === undefined || lists.some((list) => list === undefined || list.length !== first.length)) return undefined;
  return first.map((_, i) => {
    const values = lists.map((list) => list![i]!);
    return values.some((value) => value === null) ? null : values.reduce((sum, v) => sum! + v!, 0)! / values.length;
  });
}

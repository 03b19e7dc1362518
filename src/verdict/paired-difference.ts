import type { AccuracyResult, Interval, MetricCard, MetricValue } from '../record/schema.ts';

const LEVEL = 0.95;

/** With fewer pairs no resample lies outside the 2.5 % quantile, so the interval would be a guess: 1 / 0.025. */
export const LEAST_PAIRS = 40;

/** With fewer blocks the resamples are too few different ones for a percentile to mean anything, as for a single figure. */
export const LEAST_BLOCKS = 5;

/** More resamples than this share without a value, and those that are left are no fair sample of the rest. */
export const MOST_UNDEFINED_RATIO = 0.2;

/**
 * `better`: the whole interval lies beyond the margin, in A's favour. `worse`: in B's. `equivalent`: the whole interval
 * lies within the margin. `inconclusive`: neither can be said.
 */
export type Standing = 'better' | 'worse' | 'equivalent' | 'inconclusive';

export type PairedDifference =
  | {
      readonly kind: 'compared';
      readonly standing: Standing;
      /** A minus B, in units of the metric, whichever direction is better. */
      readonly difference: number;
      readonly interval: Interval;
      /** Share of resamples in which A does better than B; ties count half. */
      readonly aBetterRatio: number;
      /** Resamples with a value on both sides, and those without. */
      readonly pairs: number;
      readonly undefinedPairs: number;
      readonly margin: number;
    }
  | { readonly kind: 'not-compared'; readonly reason: string };

/** One contender's accuracy on the metric that is compared. */
export interface Scored {
  readonly value: MetricValue;
  readonly replicates: AccuracyResult['replicates'];
  readonly bootstrap: AccuracyResult['bootstrap'];
}

export interface PairedInput {
  readonly a: Scored;
  readonly b: Scored;
  readonly better: MetricCard['better'];
  /** Declared before the run; a smaller difference is no difference. */
  readonly margin: number;
}

const notCompared = (reason: string): PairedDifference => ({ kind: 'not-compared', reason });

/**
 * A against B on the same bootstrap resamples: replicate i of both comes from the same blocks, so what is hard for both
 * cancels. The interval is the percentile interval of the differences. Swapping A and B mirrors the result exactly.
 */
export function pairedDifference({ a, b, better, margin }: PairedInput): PairedDifference {
  if (better === 'neither') return notCompared('the metric has no better direction');
  if (a.value.kind === 'undefined') return notCompared(`the metric is undefined: ${a.value.reason}`);
  if (b.value.kind === 'undefined') return notCompared(`the metric is undefined: ${b.value.reason}`);
  const apart = howResamplesDiffer(a, b);
  if (apart !== null) return notCompared(apart);
  const { blocks } = a.bootstrap;
  if (blocks < LEAST_BLOCKS) {
    return notCompared(
      `what is judged gives only ${blocks === 1 ? '1 block' : `${blocks} blocks`} to resample, ${LEAST_BLOCKS} are needed`,
    );
  }

  const differences = a.replicates.flatMap((value, i) => {
    const other = b.replicates[i] ?? null;
    return value === null || other === null ? [] : [value - other];
  });
  const undefinedPairs = a.replicates.length - differences.length;
  if (differences.length < LEAST_PAIRS) {
    return notCompared(`only ${differences.length} resamples have a value on both sides, ${LEAST_PAIRS} are needed`);
  }
  if (undefinedPairs > MOST_UNDEFINED_RATIO * a.replicates.length) {
    return notCompared(`${undefinedPairs} of ${a.replicates.length} resamples have no value on one side`);
  }

  const interval = percentileInterval(differences);
  const sign = better === 'higher' ? 1 : -1;
  return {
    kind: 'compared',
    standing: standingOf(interval, sign, margin),
    difference: a.value.value - b.value.value,
    interval,
    aBetterRatio: betterRatio(differences, sign),
    pairs: differences.length,
    undefinedPairs,
    margin,
  };
}

function howResamplesDiffer(a: Scored, b: Scored): string | null {
  for (const key of ['seed', 'blocks', 'blockMs', 'resamples'] as const) {
    if (a.bootstrap[key] !== b.bootstrap[key]) {
      return `the resamples do not pair: ${key} ${a.bootstrap[key]} against ${b.bootstrap[key]}`;
    }
  }
  if (a.replicates.length !== b.replicates.length) {
    return `the resamples do not pair: ${a.replicates.length} against ${b.replicates.length}`;
  }
  return null;
}

/** Both ends are read from their own side, so that negating every difference mirrors the interval to the last bit. */
function percentileInterval(differences: readonly number[]): Interval {
  const ascending = [...differences].sort((x, y) => x - y);
  const descending = [...ascending].reverse();
  const tail = (1 - LEVEL) / 2;
  return {
    low: quantile(ascending, tail),
    high: quantile(descending, tail),
    level: LEVEL,
    method: 'paired block-bootstrap, percentile',
  };
}

/** Linear between neighbours (type 7 of Hyndman and Fan 1996), counted from the start of the list. */
function quantile(ordered: readonly number[], share: number): number {
  const place = (ordered.length - 1) * share;
  const before = Math.floor(place);
  const one = ordered[before]!;
  const next = ordered[before + 1] ?? one;
  return one + (next - one) * (place - before);
}

function standingOf({ low, high }: Interval, sign: 1 | -1, margin: number): Standing {
  const [worst, best] = sign === 1 ? [low, high] : [-high, -low];
  if (worst > margin) return 'better';
  if (best < -margin) return 'worse';
  return worst >= -margin && best <= margin ? 'equivalent' : 'inconclusive';
}

function betterRatio(differences: readonly number[], sign: 1 | -1): number {
  let halves = 0;
  for (const difference of differences) halves += difference === 0 ? 1 : difference * sign > 0 ? 2 : 0;
  return halves / (2 * differences.length);
}

import { seededRandom } from '../chance.ts';
import type { Interval, MetricValue } from '../record/schema.ts';
import type { Judged, Metric } from './metric.ts';

export { chooseBlocks, splitIntoBlocks } from './blocks.ts';

const LEVEL = 0.95;
const METHOD = 'block-bootstrap';
/** With fewer blocks the resamples are too few different ones for a percentile to mean anything. */
export const FEWEST_BLOCKS = 5;
/** Share of resamples that must have a value. */
const FEWEST_DEFINED_RATIO = 0.9;

export interface BootstrapSettings {
  readonly resamples: number;
  /** A whole number from 1 to 2^31-1. */
  readonly seed: number;
}

export interface BootstrappedValue {
  /** The figure over all blocks. */
  readonly value: MetricValue;
  /** The metric on each resample; null where it is undefined there. Same blocks and seed: same resamples. */
  readonly replicates: (number | null)[];
}

/**
 * How often each block counts in each resample: as many draws with replacement as there are blocks.
 * Depends on the number of blocks and the seed alone, so that the replicates of two contenders pair.
 */
export function resampleWeights(blockCount: number, { resamples, seed }: BootstrapSettings): Uint32Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: resamples }, () => {
    const weights = new Uint32Array(blockCount);
    for (let draw = 0; draw < blockCount; draw++) weights[Math.floor(random() * blockCount)]! += 1;
    return weights;
  });
}

/**
 * The figure with a 95 % percentile interval over block resamples. Where resampling cannot tell (fewer than five
 * blocks, more than a tenth of the resamples undefined, or all of them equal, as when nothing was ever missed) the
 * metric's own exact interval stays, if it has one; else there is no interval rather than one of width zero.
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 */
export function bootstrapMetric(
  metric: Metric,
  blocks: readonly Judged[],
  settings: BootstrapSettings,
): BootstrappedValue {
  return bootstrapMetrics([metric], blocks, settings)[0]!;
}

/** Several metrics on the same resamples, which are drawn once. */
export function bootstrapMetrics(
  metrics: readonly Metric[],
  blocks: readonly Judged[],
  settings: BootstrapSettings,
): BootstrappedValue[] {
  const resamples = resampleWeights(blocks.length, settings);
  return metrics.map((metric) => bootstrapOn(metric, blocks, resamples));
}

function bootstrapOn(metric: Metric, blocks: readonly Judged[], resamples: readonly Uint32Array[]): BootstrappedValue {
  const evaluate = metric.prepare(blocks);
  const value = evaluate(new Uint32Array(blocks.length).fill(1));
  const replicates = resamples.map((weights) => {
    const replicate = evaluate(weights);
    return replicate.kind === 'defined' ? replicate.value : null;
  });
  if (value.kind === 'undefined' || blocks.length < FEWEST_BLOCKS) return { value, replicates };
  const interval = percentileInterval(replicates);
  return { value: interval === null ? value : { ...value, interval }, replicates };
}

/** Null where too many replicates are undefined, or none differs from another. */
export function percentileInterval(replicates: readonly (number | null)[], level = LEVEL): Interval | null {
  const sorted = replicates.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0 || sorted.length < FEWEST_DEFINED_RATIO * replicates.length) return null;
  const low = quantile(sorted, (1 - level) / 2);
  const high = quantile(sorted, (1 + level) / 2);
  return sorted[0] === sorted.at(-1) ? null : { low, high, level, method: METHOD };
}

/** Linear between neighbours (Hyndman and Fan's type 7). */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const lower = sorted[below]!;
  const upper = sorted[below + 1] ?? lower;
  return lower + (upper - lower) * (at - below);
}

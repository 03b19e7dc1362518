/** What one data point of a metric says about the samples of its period. */
export type Statistic =
  | { readonly kind: 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount' }
  /** `share` in [0, 1]. */
  | { readonly kind: 'percentile'; readonly share: number }
  /** Mean of the samples whose rank lies in (`from`, `to`], as shares of all. */
  | { readonly kind: 'trimmed-mean'; readonly from: number; readonly to: number };

const PLAIN = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'] as const;
const PERCENTILE = /^p(100|\d{1,2}(?:\.\d{1,10})?)$/;
const TRIMMED_BELOW = /^tm(100|\d{1,2}(?:\.\d{1,10})?)$/;
const TRIMMED = /^TM\((\d{1,3}(?:\.\d{1,10})?)?%?:(?:(\d{1,3}(?:\.\d{1,10})?)%)?\)$/;
/** Shapes of statistics that exist and are not computed here: winsorised means, trimmed counts and sums, ranks. */
const OTHERS = /^(?:(?:wm|tc|ts)\d|(?:TM|WM|TC|TS|PR)\()/;

export type ParsedStatistic =
  | { readonly kind: 'known'; readonly statistic: Statistic }
  | { readonly kind: 'refused' | 'unknown'; readonly text: string };

/** `Average`, `p99`, `p99.9`, `tm90`, `TM(10%:90%)`, `IQR`. */
export function parseStatistic(text: string): ParsedStatistic {
  const known = (statistic: Statistic): ParsedStatistic => ({ kind: 'known', statistic });
  const plain = PLAIN.find((name) => name === text);
  if (plain !== undefined) return known({ kind: plain });
  const percentile = PERCENTILE.exec(text);
  if (percentile !== null) return known({ kind: 'percentile', share: Number(percentile[1]) / 100 });
  const below = TRIMMED_BELOW.exec(text);
  if (below !== null) return known({ kind: 'trimmed-mean', from: 0, to: Number(below[1]) / 100 });
  if (text === 'IQR') return known({ kind: 'trimmed-mean', from: 0.25, to: 0.75 });
  const trimmed = TRIMMED.exec(text);
  if (trimmed !== null && text.includes('%')) {
    const from = Number(trimmed[1] ?? 0) / 100;
    const to = Number(trimmed[2] ?? 100) / 100;
    if (from < to && to <= 1) return known({ kind: 'trimmed-mean', from, to });
  }
  return { kind: OTHERS.test(text) ? 'refused' : 'unknown', text };
}

/** Whether the single samples are needed, and not only their count, sum and extremes. */
export const needsSamples = ({ kind }: Statistic): boolean => kind === 'percentile' || kind === 'trimmed-mean';

/**
 * Linear interpolation between the two closest ranks; CloudWatch does not say how it interpolates.
 * @param sorted ascending, not empty
 */
export function percentile(sorted: readonly number[], share: number): number {
  const rank = share * (sorted.length - 1);
  const low = sorted[Math.floor(rank)]!;
  const high = sorted[Math.ceil(rank)]!;
  return low === high ? low : low + (high - low) * (rank - Math.floor(rank));
}

/** NaN where no sample has its rank in the range. */
export function trimmedMean(sorted: readonly number[], from: number, to: number): number {
  const kept = sorted.slice(Math.round(sorted.length * from), Math.round(sorted.length * to));
  return kept.reduce((sum, sample) => sum + sample, 0) / kept.length;
}

/**
 * Below this many samples a percentile says little, and `EvaluateLowSampleCountPercentile: ignore` keeps the state.
 * Source: CloudWatch User Guide, "Percentile-based alarms and low data samples".
 */
export function fewestSamples(share: number): number {
  if (share === 0 || share === 1) return 0; // the extremes are what they are
  return share >= 0.5 ? 10 / (1 - share) : 10 / share;
}

import { boundedRatio } from '../severity.ts';

/** The value of the metric is on the left. The last three compare with a band and its two edges. */
export const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
] as const;
export type Comparison = (typeof COMPARISONS)[number];

export function needsBand(comparison: Comparison): boolean {
  return comparison.includes('Lower') || comparison.includes('Upper');
}

/** What a value is held against in one period: twice the same number, or the edges of a band. */
export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

export interface Compared {
  readonly breaching: boolean;
  /** 1 at the limit, one more for every limit's worth (every width of the band) beyond it; 0 to 1e6. */
  readonly ratio: number;
  /** The limit that was nearest to being passed. */
  readonly limit: number;
  /** `above`, `at or above`, `below`, `at or below`: what breaching would be. */
  readonly side: string;
}

export function compare(value: number, comparison: Comparison, { lower, upper }: Limits): Compared {
  const perLimit = lower === upper ? Math.abs(upper) || 1 : Math.abs(upper - lower);
  const above = boundedRatio(1 + (value - upper) / perLimit);
  const below = boundedRatio(1 + (lower - value) / perLimit);
  switch (comparison) {
    case 'GreaterThanThreshold':
    case 'GreaterThanUpperThreshold':
      return { breaching: value > upper, ratio: above, limit: upper, side: 'above' };
    case 'GreaterThanOrEqualToThreshold':
      return { breaching: value >= upper, ratio: above, limit: upper, side: 'at or above' };
    case 'LessThanThreshold':
    case 'LessThanLowerThreshold':
      return { breaching: value < lower, ratio: below, limit: lower, side: 'below' };
    case 'LessThanOrEqualToThreshold':
      return { breaching: value <= lower, ratio: below, limit: lower, side: 'at or below' };
    case 'LessThanLowerOrGreaterThanUpperThreshold':
      return above >= below
        ? { breaching: value > upper || value < lower, ratio: above, limit: upper, side: 'above' }
        : { breaching: value < lower || value > upper, ratio: below, limit: lower, side: 'below' };
  }
}

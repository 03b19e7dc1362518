import type { ThresholdChoice } from '../record/schema.ts';
import { significant } from './format.ts';

/** One figure, or how far the folds range. */
export function thresholdText({ folds }: ThresholdChoice): string {
  const values = folds.map(({ threshold }) => threshold);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? significant(low, 4) : `${significant(low, 4)} … ${significant(high, 4)}`;
}

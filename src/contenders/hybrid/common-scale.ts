import { z } from 'zod';
import { AS_WRITTEN_THRESHOLD } from '../contract.ts';

const threshold = z.number().positive().max(1e6).default(AS_WRITTEN_THRESHOLD);

/** What each part means by "alert", in its own scores; a hybrid's 1 is that. */
export const commonScale = { rulesAt: threshold, modelAt: threshold };

/** A score in multiples of `at`. Finite when the score is: what leaves the double range becomes its end. */
export function inMultiplesOf(at: number, score: number): number {
  const multiple = score / at;
  if (Number.isFinite(multiple) || !Number.isFinite(score)) return multiple;
  return Math.sign(score) * Number.MAX_VALUE;
}

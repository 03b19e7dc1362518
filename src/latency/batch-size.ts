/** Up to this share of a sample may be the cost of reading the timer; beyond, several calls are timed as one. */
const TOLERATED_TIMER_SHARE = 0.05;
/** A batched sample is made long enough that the timer is about this share of it. */
const BATCHED_TIMER_SHARE = 0.01;
export const LARGEST_BATCH = 256;

/**
 * How many calls to time as one sample: 1 where reading the timer is a small part of a call, else a power of two that
 * makes it one.
 */
export function batchSize({ callNs, timerCostNs }: { readonly callNs: number; readonly timerCostNs: number }): number {
  if (timerCostNs <= TOLERATED_TIMER_SHARE * callNs) return 1;
  const netNs = Math.max(callNs - timerCostNs, 1); // the estimate holds one reading of the timer
  const wanted = timerCostNs / (BATCHED_TIMER_SHARE * netNs);
  return Math.min(LARGEST_BATCH, 2 ** Math.ceil(Math.log2(Math.max(2, wanted))));
}

import { describe, expect, it } from 'vitest';
import { batchSize, LARGEST_BATCH } from '../../src/latency/batch-size.ts';
import { monotonicClock, timerFacts } from '../../src/latency/clock.ts';
import { fakeClock } from './fakes.ts';

describe('batch size', () => {
  it('is 1 where the timer is a small part of the call', () => {
    expect(batchSize({ callNs: 1000, timerCostNs: 50 })).toBe(1);
    expect(batchSize({ callNs: 10, timerCostNs: 0 })).toBe(1);
  });

  it('makes the timer about a hundredth of the sample', () => {
    const [callNs, timerCostNs] = [500, 50];
    const size = batchSize({ callNs, timerCostNs });
    expect(size).toBe(16);
    expect(timerCostNs / (size * (callNs - timerCostNs))).toBeLessThanOrEqual(0.01);
  });

  it('stops at the largest, also where the estimate is nothing but timer', () => {
    expect(batchSize({ callNs: 50, timerCostNs: 50 })).toBe(LARGEST_BATCH);
  });
});

describe('timer facts', () => {
  it('are the cost of a reading and the smallest step', () => {
    expect(timerFacts(fakeClock(40))).toEqual({ resolutionNs: 40, costNs: 40 });
  });

  it('are 0 for a clock that never moves', () => {
    expect(timerFacts(fakeClock())).toEqual({ resolutionNs: 0, costNs: 0 });
  });

  it('are finite and above 0 on this machine', () => {
    const { resolutionNs, costNs } = timerFacts(monotonicClock);
    expect(resolutionNs).toBeGreaterThan(0);
    expect(Number.isFinite(costNs)).toBe(true);
  });
});

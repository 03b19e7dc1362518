import { describe, expect, it } from 'vitest';
import { PromqlRefusal } from '../../src/promql/evaluated.ts';
import { at, failure, metric, over } from './told-series.ts';

const MANY = Array.from({ length: 50 }, (_, i) => metric('m', { i: String(i) }, [i]));
const TOO_MANY = 'query processing would load too many samples into memory in query execution';

const refusal = (evaluate: () => unknown): string => {
  try {
    evaluate();
  } catch (error) {
    if (error instanceof PromqlRefusal) return `${error.construct}: ${error.message}`;
    throw error;
  }
  return 'not refused';
};

describe('limits', () => {
  it('stop an evaluation that would hold too many samples, in the words of Prometheus', () => {
    const limits = { maxSamples: 510 };
    expect(over(MANY, 'sum(m)', [0, 45, 5], { limits })).toEqual([
      '{} 1225 1225 1225 1225 1225 1225 1225 1225 1225 1225',
    ]);
    expect(failure(() => over(MANY, 'sum(m)', [0, 55, 5], { limits }))).toBe(TOO_MANY);
    expect(failure(() => over([], 'vector(1)', [0, 6000, 10], { limits }))).toBe(TOO_MANY);
  });

  it('count what is held at once, not what went by', () => {
    const limits = { maxSamples: 110 };
    const chain = Array.from({ length: 20 }, () => 'sum(m)').join(' + ');
    expect(at(MANY, chain, 0, { limits })).toEqual(['{} 24500']);
    expect(failure(() => at(MANY, 'm + m + m', 0, { limits }))).toBe(TOO_MANY);
  });

  it('refuse label sets that explode', () => {
    const limits = { maxSeries: 40 };
    const message = 'limit: more than 40 series in one intermediate result';
    expect(refusal(() => at(MANY, 'm', 0, { limits }))).toBe(message);
    expect(refusal(() => at(MANY, 'rate(m[1m])', 0, { limits }))).toBe(message);
    const values = [
      metric(
        'm',
        {},
        Array.from({ length: 50 }, (_, i) => i),
      ),
    ];
    expect(refusal(() => over(values, 'count_values("v", m)', [0, 490, 10], { limits }))).toBe(message);
    expect(over(values, 'count_values("v", m)', [0, 390, 10], { limits })).toHaveLength(40);
  });

  it('refuse more steps than anyone waits for, before taking memory for them', () => {
    expect(refusal(() => over([], '1', [0, 1e9, 1]))).toBe('limit: 1000000001 steps to evaluate, more than 2000000');
    expect(refusal(() => at([], 'max_over_time(vector(1)[10y:1ms])', 0))).toMatch(/^limit: \d+ steps/);
    expect(refusal(() => at([], 'max_over_time(vector(1)[10d:1h])', 0))).toBe('not refused');
  });

  it('count only what is kept of a filter or a join', () => {
    const limits = { maxSamples: 60 };
    expect(at(MANY, '(m > 48) + (m > 48) + (m > 48)', 0, { limits })).toEqual(['{i="49"} 147']);
  });

  it('refuse windows that would take forever', () => {
    const limits = { maxWindowSamples: 1000 };
    expect(refusal(() => at([], 'sum_over_time(vector(1)[10s:10ms])', 0, { limits }))).toBe('not refused');
    expect(refusal(() => at([], 'sum_over_time(vector(1)[11s:10ms])', 0, { limits }))).toBe(
      'limit: more than 1000 samples to visit in windows',
    );
    expect(refusal(() => over(MANY, 'sum_over_time(m[1m])', [0, 100, 1], { limits }))).toContain('limit');
  });
});

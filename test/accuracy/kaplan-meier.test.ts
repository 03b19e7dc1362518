import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianLimits, survivalCurve, type Wait } from '../../src/accuracy/kaplan-meier.ts';
import { computeMetric } from '../../src/accuracy/metric.ts';
import { timeToDetect, timeToDetectCurve } from '../../src/accuracy/time-to-detect.ts';
import { judgedScene, MINUTE_MS, type Rows } from './judged.ts';

/** Freireich et al., Blood 21 (1963): weeks in remission of 21 patients, + censored. */
const FREIREICH: Wait[] = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'
  .split(' ')
  .map((text) => ({ ms: Number.parseInt(text, 10), detected: !text.endsWith('+') }));

/** Share and 95 % log(-log) interval as statistics packages print them for these data, to four digits. */
const PRINTED: readonly (readonly [number, number, number, number])[] = [
  [6, 0.8571, 0.6197, 0.9516],
  [7, 0.8067, 0.5631, 0.9228],
  [10, 0.7529, 0.5032, 0.8894],
  [13, 0.6902, 0.4316, 0.8491],
  [16, 0.6275, 0.3675, 0.8049],
  [22, 0.5378, 0.2678, 0.7468],
  [23, 0.4482, 0.1881, 0.6801],
];

describe('the survival curve', () => {
  it('gives the textbook curve with its intervals', () => {
    const falls = survivalCurve(FREIREICH).filter(({ detected }) => detected > 0);
    expect(
      falls.map(({ ms, undetectedRatio, interval }) =>
        [ms, undetectedRatio, interval!.low, interval!.high].map((x) => Number(x.toFixed(4))),
      ),
    ).toEqual(PRINTED);
  });

  it('the median of the textbook example is 23 weeks, from 13 to no known end', () => {
    expect(medianLimits(survivalCurve(FREIREICH))).toEqual({ lowMs: 13, highMs: null });
  });

  it('falls from 1, never rises, and accounts for every incident', () => {
    const wait = fc.record({ ms: fc.nat({ max: 12 }), detected: fc.boolean() });
    fc.assert(
      fc.property(fc.array(wait, { maxLength: 30 }), (waits) => {
        const curve = survivalCurve(waits);
        let [share, atRisk] = [1, waits.length];
        for (const step of curve) {
          expect(step.atRisk).toBe(atRisk);
          expect(step.undetectedRatio).toBeCloseTo(share * (1 - step.detected / atRisk), 12);
          if (step.interval !== null) {
            expect(step.interval.low).toBeLessThanOrEqual(step.undetectedRatio);
            expect(step.interval.high).toBeGreaterThanOrEqual(step.undetectedRatio);
          }
          share = step.undetectedRatio;
          atRisk -= step.detected + step.censored;
        }
        expect(atRisk).toBe(0);
      }),
      { seed: 20250106, numRuns: 300 },
    );
  });

  it('nothing waited, nothing curved', () => {
    expect(survivalCurve([])).toEqual([]);
    expect(medianLimits([])).toBeNull();
  });
});

describe('time to detect', () => {
  const incidents = Array.from({ length: 12 }, (_, i): Rows => [i * 20, i * 20 + 15]);
  const delays = [0, 1, 1, 2, 3, 4, 5, 6, 8, 10, 12, null];
  const scores = Array.from({ length: 240 }, (_, row) => {
    const delay = delays[Math.floor(row / 20)]!;
    return delay !== null && row % 20 === delay ? 1 : 0;
  });
  const judged = judgedScene({ scores, incidents });

  // After 8 minutes 3 of 12 are undetected; 0.25 ** exp(-1.96 * 0.5 / ln 4) is 0.505, so only 10 minutes are late enough.
  it('carries the interval of its median where resampling gives none', () => {
    expect(computeMetric(timeToDetect, [judged])).toEqual({
      kind: 'defined',
      value: 4 * MINUTE_MS,
      interval: { low: MINUTE_MS, high: 10 * MINUTE_MS, level: 0.95, method: 'kaplan-meier-log-log' },
    });
  });

  it('the whole curve: who is undetected after how long, the miss censored at its end', () => {
    const curve = timeToDetectCurve([judged]);
    expect(curve[0]).toMatchObject({ ms: 0, atRisk: 12, detected: 1, undetectedRatio: 11 / 12 });
    expect(curve.at(-1)).toMatchObject({ ms: 15 * MINUTE_MS, atRisk: 1, detected: 0, censored: 1 });
    expect(curve.at(-1)!.undetectedRatio).toBeCloseTo(1 / 12, 12);
  });
});

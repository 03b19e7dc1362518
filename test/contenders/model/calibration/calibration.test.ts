import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../../../src/chance.ts';
import {
  CALIBRATIONS,
  type Calibration,
  type CalibrationName,
  calibrate,
  calibratedScore,
  rarityText,
  tailProbability,
} from '../../../../src/contenders/model/calibration/calibration.ts';

function calibrated(by: CalibrationName, rate: number, errors: readonly number[]): Calibration {
  const made = calibrate(by, rate, errors);
  if (made.kind !== 'calibrated') throw new Error(made.reason);
  return made.calibration;
}

/** Sizes of normal noise: a light tail. */
function draws(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  for (let i = 0; i < 32; i++) random();
  return Array.from({ length: count }, () => Math.abs(normal(random)));
}

describe('split conformal p-values', () => {
  const ten = calibrated('conformal', 0.2, [5, 1, 2, 3, 4, 6, 7, 8, 9]);

  it('count the row itself among those as large: (1 + as large) / (1 + all)', () => {
    expect([0, 1, 5, 5.5, 9, 9.5].map((error) => tailProbability(ten, error))).toEqual([1, 1, 0.6, 0.5, 0.2, 0.1]);
  });

  it('say alert exactly where they are at or below the promise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 9, maxLength: 60 }),
        fc.integer({ min: 0, max: 25 }),
        (errors, error) => {
          const calibration = calibrated('conformal', 0.1, errors);
          const p = (1 + errors.filter((each) => each >= error).length) / (1 + errors.length);
          expect(calibratedScore(calibration, error) >= 1).toBe(p <= 0.1);
        },
      ),
    );
  });

  it('promise nothing that the rows held back cannot show', () => {
    expect(calibrate('conformal', 0.01, draws(98, 1))).toMatchObject({
      kind: 'too-little',
      reason:
        'conformal needs 99 rows held back to promise 1 % of false alarms, there are 98: promise less, hold back more, or learn from more rows',
    });
    expect(calibrate('conformal', 0.01, draws(99, 1)).kind).toBe('calibrated');
  });
});

describe('a tail over a threshold', () => {
  it('goes on where the errors held back end: the 1-in-10,000 error of normal noise from 1,000 draws', () => {
    const calibration = calibrated('pot', 1e-4, draws(1000, 5));
    // P(|Z| > 3.89) = 1e-4.
    expect(calibratedScore(calibration, 3)).toBeLessThan(1);
    expect(calibratedScore(calibration, 5)).toBeGreaterThan(1);
  });

  it('needs enough of a tail, and different errors in it', () => {
    expect(calibrate('pot', 0.001, draws(240, 1))).toMatchObject({
      kind: 'too-little',
      reason: expect.stringContaining('pot needs 25 errors'),
    });
    expect(calibrate('pot', 0.001, new Array<number>(1000).fill(1)).kind).toBe('too-little');
    expect(calibrate('pot', 0.2, draws(1000, 1)).kind).toBe('too-little');
  });
});

describe.each(CALIBRATIONS)('%s', (by) => {
  it('keeps its promise on rows of the same kind: over 400 calibrations the mean false-alarm rate is the promised one', () => {
    const rate = 0.02;
    let over = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const both = draws(700, seed);
      const calibration = calibrated(by, rate, both.slice(0, 400));
      over += both.slice(400).filter((error) => calibratedScore(calibration, error) >= 1).length / 300;
    }
    // Standard error of the mean over 400 calibrations of 400 rows and 300 tests: 0.0005.
    expect(over / 400).toBeGreaterThan(rate - 0.002);
    expect(over / 400).toBeLessThan(rate + 0.002);
  });

  it('never scores a larger error lower, is finite over the whole range, and rises beyond all that was seen', () => {
    const error = fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 1e9, noNaN: true }));
    const calibration = calibrated(by, 0.005, draws(800, 3));
    fc.assert(
      fc.property(error, error, (one, other) => {
        const [small, large] = [Math.min(one, other), Math.max(one, other)];
        const scores = [small, large].map((each) => calibratedScore(calibration, each));
        expect(scores.every(Number.isFinite)).toBe(true);
        expect(scores[1]!).toBeGreaterThanOrEqual(scores[0]!);
      }),
      { numRuns: 500 },
    );
    expect(calibratedScore(calibration, 2e6)).toBeGreaterThan(calibratedScore(calibration, 1e6));
  });
});

it('says in words how rare an error is', () => {
  expect([0.9, 0.05, 0.0004, 1e-12].map(rarityText)).toEqual([
    'an error as on most ordinary rows',
    'so large an error comes once in 20 ordinary rows',
    'so large an error comes once in 2,500 ordinary rows',
    'so large an error comes once in 1e12 ordinary rows',
  ]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ErrorLevel,
  ErrorScorer,
  NO_LEVEL,
  type ScoreSettings,
  withError,
} from '../../../src/contenders/model/score.ts';

const level: ErrorLevel = { count: 100, mean: 1, squares: 25 }; // standard deviation 0.5
const settings: ScoreSettings = {
  smoothingRows: 2,
  against: 'training',
  alertAt: 4,
  channelErrors: new Float64Array([0.5, 2]),
  level,
};
const errors = (...values: number[]) => new Float64Array(values);

describe('the error scorer', () => {
  it('scores 1 at alertAt deviations above the mean, 0 at the mean', () => {
    const one = { ...settings, smoothingRows: 1 };
    expect(new ErrorScorer(one).score(errors(0.5, 2)).score).toBe(0);
    expect(new ErrorScorer(one).score(errors(1.5, 6)).score).toBeCloseTo(1, 12);
  });

  it('averages over the newest rows, leaving out those without a full window', () => {
    const scorer = new ErrorScorer(settings);
    scorer.score(errors(0.5, 2));
    expect(scorer.combined(errors(1.5, 6)).error).toBeCloseTo(2, 12);
    scorer.skip();
    expect(scorer.combined(errors(2.5, 10)).error).toBeCloseTo(5, 12);
  });

  it('gives each channel the share of the fourth power of its error', () => {
    const { shares, error } = new ErrorScorer(settings).combined(errors(1, 2));
    expect([...shares]).toEqual([16 / 17, 1 / 17]);
    expect(error).toBeCloseTo((17 / 2) ** 0.25, 12);
    expect([...new ErrorScorer(settings).combined(errors(0, 0)).shares]).toEqual([0, 0]);
  });

  it('keeps to the training level, or learns from the stream after having scored', () => {
    const wild = errors(5, 20);
    const fixed = new ErrorScorer(settings);
    const adaptive = new ErrorScorer({ ...settings, against: 'own-past' });
    expect(adaptive.score(wild).score).toBe(fixed.score(wild).score);
    expect(fixed.score(wild).score).toBeCloseTo(4.5, 12);
    expect(adaptive.score(wild).score).toBeLessThan(4.5);
  });

  it('absorbs no error as more than five deviations, so that one incident does not hide the next', () => {
    const past = (error: number) => {
      const scorer = new ErrorScorer({ ...settings, smoothingRows: 1, against: 'own-past' });
      scorer.score(errors(error * 0.5, error * 2));
      return scorer.state().level;
    };
    expect(past(1e6)).toEqual(withError(level, 1 + 5 * 0.5));
    expect(past(2)).toEqual(withError(level, 2));
  });

  it('has a finite score whatever the errors, also where training errors never varied', () => {
    const still = { ...settings, against: 'own-past' as const, level: { count: 9, mean: 1, squares: 0 } };
    const error = fc.double({ min: 0, max: 2e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(error, error), { minLength: 1, maxLength: 30 }), (rows) => {
        const scorer = new ErrorScorer(still);
        return rows.every(([a, b]) => Number.isFinite(scorer.score(errors(a, b)).score));
      }),
    );
  });

  it('counts mean and squares as the definition does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (values) => {
          const { count, mean, squares } = values.reduce(withError, NO_LEVEL);
          const expectedMean = values.reduce((sum, value) => sum + value, 0) / values.length;
          const expectedSquares = values.reduce((sum, value) => sum + (value - expectedMean) ** 2, 0);
          expect(count).toBe(values.length);
          expect(mean).toBeCloseTo(expectedMean, 8);
          expect(squares).toBeCloseTo(expectedSquares, 5);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PastErrors } from '../../../../src/contenders/model/forecaster/past-errors.ts';

const settings = { smoothingRows: 3, most: 120, alertAt: 2 };
const ordinary = { mean: 1, deviation: 0.5 };

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The definition: the newest three against up to 120 before the newest, stood in for by the ordinary up to 100. */
function slowScore(errors: readonly number[]): number {
  const earlier = errors.slice(0, -1).slice(-settings.most);
  const standIns = Math.max(0, 100 - earlier.length);
  const count = earlier.length + standIns;
  const mean = (earlier.reduce((sum, error) => sum + error, 0) + standIns * ordinary.mean) / count;
  const ownSquares = earlier.reduce((sum, error) => sum + (error - mean) ** 2, 0);
  const ordinarySquares = standIns * (ordinary.deviation ** 2 + (ordinary.mean - mean) ** 2);
  const deviation = Math.max(Math.sqrt((ownSquares + ordinarySquares) / count), 0.01, 0.001 * mean);
  const newest = [ordinary.mean, ordinary.mean, ordinary.mean, ...errors].slice(-3);
  return (meanOf(newest) - mean) / (deviation / Math.sqrt(3)) / settings.alertAt;
}

const error = fc.double({ min: 0, max: 50, noNaN: true });

describe('errors held against earlier ones', () => {
  it('score as the definition says, also after more than are kept', () => {
    fc.assert(
      fc.property(fc.array(error, { minLength: 1, maxLength: 400, size: 'max' }), (errors) => {
        const past = new PastErrors(settings, ordinary);
        const scores = errors.map((value) => past.score(value));
        expect(scores.at(-1)!).toBeCloseTo(slowScore(errors), 6);
      }),
      { numRuns: 60 },
    );
  });

  it('score 0 at the mean and 1 at alertAt standard errors above it', () => {
    const score = (value: number) => new PastErrors({ ...settings, smoothingRows: 1 }, ordinary).score(value);
    expect(score(1)).toBe(0);
    expect(score(2)).toBeCloseTo(1, 12);
  });

  it('are judged before they count: the first is held against training alone', () => {
    const past = new PastErrors({ ...settings, smoothingRows: 1 }, ordinary);
    expect(past.score(1000)).toBeCloseTo(999, 9);
    expect(past.score(1000)).toBeLessThan(10);
  });

  it('go on from a snapshot as if uninterrupted', () => {
    fc.assert(
      fc.property(fc.array(error, { minLength: 2, maxLength: 300, size: 'max' }), fc.nat(), (errors, cut) => {
        const whole = new PastErrors(settings, ordinary);
        let resumed = new PastErrors(settings, ordinary);
        for (const [row, value] of errors.entries()) {
          if (row === cut % errors.length) resumed = new PastErrors(settings, ordinary, resumed.state());
          expect(resumed.score(value)).toBe(whole.score(value));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('give a finite score whatever they are', () => {
    const any = fc.double({ min: 0, max: 2e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 200, size: 'max' }), (errors) => {
        const past = new PastErrors(settings, { mean: 0, deviation: 0 });
        return errors.every((value) => Number.isFinite(past.score(value)));
      }),
    );
  });

  it('forget what is older than they keep: rounding of a huge one does not stay for good', () => {
    const past = new PastErrors({ ...settings, most: 100 }, ordinary);
    const calm = new PastErrors({ ...settings, most: 100 }, ordinary);
    past.score(1e6);
    calm.score(1);
    const errors = Array.from({ length: 260 }, (_, i) => 1 + 0.5 * Math.sin(i));
    const last = errors.map((value) => [past.score(value), calm.score(value)] as const).at(-1)!;
    expect(last[0]).toBeCloseTo(last[1], 9);
  });
});

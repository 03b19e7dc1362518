import { describe, expect, it } from 'vitest';
import { nabProfile } from '../../../src/accuracy/nab/profiles.ts';
import { nabRowValues, probationRows } from '../../../src/accuracy/nab/row-values.ts';

const standard = nabProfile('standard');
/** The logistic of NAB, written out again. */
const sigmoid = (x: number) => 2 * (1 / (1 + Math.exp(5 * x))) - 1;

describe('value of a detection on a row', () => {
  const { values, windowOf } = nabRowValues(100, [{ firstRow: 20, lastRow: 29 }], standard);

  it('is the full weight on the first row of a window and little, but not zero, on its last', () => {
    expect(values[20]).toBe(1);
    expect(values[29]).toBeCloseTo(sigmoid(-0.1) / sigmoid(-1), 14);
    expect(values[29]).toBeGreaterThan(0.2);
    expect(Math.min(...values.slice(20, 29).map((value, i) => value - values[21 + i]!))).toBeGreaterThan(0);
  });

  it('is the full cost before the first window', () => {
    expect(values.slice(0, 20)).toEqual(new Float64Array(20).fill(-0.11));
  });

  it('is forgiven just after a window and full again after three widths, counted with one row less', () => {
    expect(values[30]).toBeCloseTo(0.11 * sigmoid(1 / 9), 14);
    expect(values[29 + 27]).toBeCloseTo(0.11 * sigmoid(3), 14);
    expect(values[29 + 28]).toBe(-0.11);
  });

  it('knows the window of each row', () => {
    expect(windowOf[19]).toBe(-1);
    expect([windowOf[20], windowOf[29]]).toEqual([0, 0]);
    expect(windowOf[30]).toBe(-1);
  });

  it('after a window of one row the cost is full at once', () => {
    expect(nabRowValues(5, [{ firstRow: 1, lastRow: 1 }], standard).values[2]).toBe(-0.11);
  });

  it('weights follow the profile', () => {
    const lowFp = nabRowValues(100, [{ firstRow: 20, lastRow: 29 }], nabProfile('reward_low_FP_rate')).values;
    expect([lowFp[0], lowFp[20]]).toEqual([-0.22, 1]);
  });
});

it('probation is 15 % of the rows, at most 750', () => {
  expect([0, 6, 7, 4032, 5000, 22_695].map(probationRows)).toEqual([0, 0, 1, 604, 750, 750]);
});

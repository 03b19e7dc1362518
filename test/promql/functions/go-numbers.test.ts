import { describe, expect, it } from 'vitest';
import { log2, log10 } from '../../../src/promql/functions/logarithm.ts';
import { formatG, formatGDigits } from '../../../src/promql/text/go-number.ts';

describe('numbers as Go prints them (values from Go 1.26)', () => {
  it.each([
    [1.5, '1.5', '1.5'],
    [1e6, '1e+06', '1e+06'],
    [123456, '123456', '1.2e+05'],
    [1234567, '1.234567e+06', '1.2e+06'],
    [0.0001, '0.0001', '0.0001'],
    [0.00001, '1e-05', '1e-05'],
    [-0.1, '-0.1', '-0.1'],
    [100, '100', '1e+02'],
    [10, '10', '10'],
    [12.34567, '12.34567', '12'],
    [0, '0', '0'],
    [-0, '-0', '-0'],
    [Number.NaN, 'NaN', 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf', '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf', '-Inf'],
    [5e-324, '5e-324', '4.9e-324'],
    [1e21, '1e+21', '1e+21'],
  ])('%d', (value, shortest, twoDigits) => {
    expect(formatG(value)).toBe(shortest);
    expect(formatGDigits(value, 2)).toBe(twoDigits);
  });
});

describe('logarithms as Go computes them (values from Go 1.26)', () => {
  it.each([
    [1000, 9.965784284662087, 3],
    [1e15, 49.82892142331043, 14.999999999999998],
    [2, 1, 0.3010299956639812],
    [8, 3, 0.9030899869919435],
    [10, 3.321928094887362, 1],
    [0.001, -9.965784284662087, -3],
    [3, 1.5849625007211563, 0.4771212547196624],
    [7, 2.807354922057604, 0.8450980400142568],
    [1e-300, -996.5784284662087, -300],
    [1e308, 1023.1538532253076, 308],
  ])('%d', (value, two, ten) => {
    expect(log2(value)).toBe(two);
    expect(log10(value)).toBe(ten);
  });

  it('log2 is exact at every power of two, subnormal ones included', () => {
    for (let exponent = -1074; exponent <= 1023; exponent++) expect(log2(2 ** exponent)).toBe(exponent);
  });

  it('know zero, negative numbers, infinity and NaN', () => {
    for (const log of [log2, log10]) {
      expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
      expect(log(-1)).toBeNaN();
      expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
      expect(log(Number.NaN)).toBeNaN();
    }
  });
});

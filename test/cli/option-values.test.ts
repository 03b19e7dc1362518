import { describe, expect, it } from 'vitest';
import { seeds } from '../../src/cli/option-values.ts';

describe('--seeds', () => {
  it('reads a number as how many, a list as the seeds themselves', () => {
    expect(seeds('3')).toEqual([1, 2, 3]);
    expect(seeds('7,8')).toEqual([7, 8]);
    expect(seeds('7,')).toEqual([7]);
  });

  it('refuses a number that must have been meant as the seed, and says how to write it', () => {
    expect(() => seeds('20250303')).toThrow('"20250303,"');
    expect(seeds('20250303,')).toEqual([20250303]);
  });

  it.each(['0', '', 'many', '1.5', '-1', '3,0'])('refuses %j', (text) => {
    expect(() => seeds(text)).toThrow('from 1 to 2147483647');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDurationMs } from '../src/duration.ts';
import { InputError } from '../src/faults.ts';

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['0.5h', 1_800_000],
    ['2w', 1_209_600_000],
    ['250ms', 250],
    ['0', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(['', '20', 'm', '20 m', '20min', '-5m', '1h-5m', 'NaN'])(
    'refuses %j and says what a duration looks like',
    (text) => {
      expect(() => parseDurationMs(text)).toThrow(InputError);
      expect(() => parseDurationMs(text)).toThrow(/20m/);
    },
  );

  it('reads back what it writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (ms) => parseDurationMs(formatDuration(ms)) === ms));
  });
});

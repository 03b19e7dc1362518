import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  duration,
  figure,
  interval,
  list,
  metricText,
  microseconds,
  percent,
  plainSpaces,
  ratio,
  signed,
  significant,
  whole,
} from '../../src/views/format.ts';

const F1 = { unit: '1', range: [0, 1] } satisfies Parameters<typeof figure>[1];
const MS = { unit: 'ms', range: [0, null] } satisfies Parameters<typeof figure>[1];
const PER_DAY = { unit: 'alerts/day', range: [0, null] } satisfies Parameters<typeof figure>[1];

describe('numbers', () => {
  it('have three significant digits and no exponent between 1e-4 and 1e9', () => {
    expect([0, 0.00123456, 0.5, 9.996, 123456, 2e9, 1e-6, -0.25].map((value) => significant(value))).toEqual([
      '0',
      '0.00123',
      '0.500',
      '10.0',
      '123000',
      '2.00e+9',
      '1.00e-6',
      '-0.250',
    ]);
  });

  it('never read as exactly 0 or exactly 1 when they are neither', () => {
    expect([0, 0.0041, 0.99874, 1, 0.996].map(ratio)).toEqual(['0.00', '0.0041', '0.999', '1.00', '0.996']);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        const read = Number(ratio(value));
        expect(read === 0).toBe(value === 0);
        if (value <= 1 - 1e-9) expect(read).toBeLessThan(1);
        expect(Math.abs(read - value)).toBeLessThanOrEqual(0.005);
      }),
    );
  });

  it('carry units people use', () => {
    const texts = [duration(840), duration(12_300), duration(510_000), duration(11_520_000), duration(1_209_600_000)];
    expect(texts.map(plainSpaces)).toEqual(['840 ms', '12.3 s', '8.50 min', '3.20 h', '14.0 d']);
    expect([microseconds(0.05), microseconds(251), microseconds(41_200)].map(plainSpaces)).toEqual([
      '50.0 ns',
      '251 µs',
      '41.2 ms',
    ]);
    expect([bytes(612), bytes(9184), bytes(143e6)].map(plainSpaces)).toEqual(['612 B', '9.18 kB', '143 MB']);
    expect(plainSpaces(percent(0.00994))).toBe('0.99 %');
    expect(plainSpaces(whole(1234567))).toBe('1 234 567');
  });

  it('keep a unit on the line of its number', () => {
    for (const text of [duration(840), microseconds(251), bytes(612), percent(0.1)]) expect(text).not.toContain(' ');
  });
});

describe('figures of a metric', () => {
  it('come with their interval, and the unit once', () => {
    const value = {
      kind: 'defined',
      value: 0.714,
      interval: { low: 0.6, high: 0.81, level: 0.95, method: 'x' },
    } as const;
    expect(metricText(value, F1)).toBe('0.71 [0.60, 0.81]');
    expect(figure(1.25, PER_DAY)).toBe('1.25/day');
    expect(interval({ low: 0.5, high: 2 }, PER_DAY)).toBe('[0.500, 2.00]');
    expect(plainSpaces(interval({ low: 30_000, high: 120_000 }, MS))).toBe('[30.0 s, 2.00 min]');
    expect(figure(39.649523, { unit: 'points', range: [null, 100] })).toBe('39.6');
  });

  it('give the reason where there is no value, never 0 or NaN', () => {
    expect(metricText({ kind: 'undefined', reason: 'no alerts' }, F1)).toBe('n/a (no alerts)');
  });

  it('show the sign of a difference', () => {
    expect([signed(0.193, F1), signed(-0.193, F1), signed(0, F1)]).toEqual(['+0.19', '-0.19', '0.00']);
  });
});

describe('words', () => {
  it('count and list', () => {
    expect([count(1, 'alert'), count(2, 'alert'), count(2, 'property', 'properties')]).toEqual([
      '1 alert',
      '2 alerts',
      '2 properties',
    ]);
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertSetChurn, pairedAlerts } from '../../src/determinism/alert-set-churn.ts';
import type { Alert } from '../../src/replay/alert-policy.ts';

type Rows = readonly [number, number];

function alert(...rows: readonly [Rows, ...Rows[]]): Alert {
  const spans = rows.map(([startRow, endRow]) => ({ startRow, endRow, startMs: startRow, endMs: endRow }));
  const [first, last] = [spans[0]!, spans.at(-1)!];
  return {
    startMs: first.startMs,
    endMs: last.endMs,
    startRow: first.startRow,
    endRow: last.endRow,
    spans: [first, ...spans.slice(1)],
    peakScore: 1,
    peakRow: first.startRow,
    causes: [],
  };
}

/** Alerts of one run: disjoint, in row order, some of several spans. */
const anyAlerts: fc.Arbitrary<Alert[]> = fc
  .array(
    fc.record({ gap: fc.integer({ min: 1, max: 4 }), length: fc.integer({ min: 0, max: 5 }), joins: fc.boolean() }),
    {
      maxLength: 7,
      size: 'max',
    },
  )
  .map((steps) => {
    const alerts: [Rows, ...Rows[]][] = [];
    let row = 0;
    for (const { gap, length, joins } of steps) {
      const span: Rows = [row + gap, row + gap + length];
      row = span[1];
      const last = alerts.at(-1);
      if (joins && last !== undefined) last.push(span);
      else alerts.push([span]);
    }
    return alerts.map((spans) => alert(...spans));
  });

const share = (a: Alert, b: Alert) =>
  a.spans.some((x) => b.spans.some((y) => x.startRow <= y.endRow && y.startRow <= x.endRow));

/** Largest number of pairs, by trying everything. */
function mostPairs(one: readonly Alert[], other: readonly Alert[]): number {
  const [first, ...rest] = one;
  if (first === undefined) return 0;
  const paired = other
    .filter((b) => share(first, b))
    .map(
      (b) =>
        1 +
        mostPairs(
          rest,
          other.filter((c) => c !== b),
        ),
    );
  return Math.max(mostPairs(rest, other), ...paired);
}

const churnOf = (runs: readonly (readonly Alert[])[]): number => {
  const churn = alertSetChurn(runs.map((alerts) => [alerts]));
  if (churn.kind === 'undefined') throw new Error(churn.reason);
  return churn.value;
};

describe('alert-set churn', () => {
  it('pairs off as many alerts as can be paired off', () => {
    fc.assert(
      fc.property(anyAlerts, anyAlerts, (one, other) => {
        expect(pairedAlerts(one, other)).toBe(mostPairs(one, other));
      }),
      { numRuns: 500 },
    );
  });

  it('is symmetric, within 0 and 1, and zero exactly when all alerts pair off', () => {
    fc.assert(
      fc.property(anyAlerts, anyAlerts, (one, other) => {
        fc.pre(one.length + other.length > 0);
        const churn = churnOf([one, other]);
        expect(churnOf([other, one])).toBe(churn);
        expect(churn).toBeGreaterThanOrEqual(0);
        expect(churn).toBeLessThanOrEqual(1);
        expect(churn === 0).toBe(one.length === other.length && mostPairs(one, other) === one.length);
      }),
    );
  });

  it('is 1 - 1/3 when one alert of two is shared on either side', () => {
    expect(
      churnOf([
        [alert([1, 3]), alert([10, 12])],
        [alert([3, 4]), alert([20, 21])],
      ]),
    ).toBeCloseTo(2 / 3, 12);
  });

  it('does not let one long alert stand for two short ones', () => {
    expect(churnOf([[alert([0, 20])], [alert([1, 2]), alert([10, 11])]])).toBeCloseTo(1 / 2, 12);
  });

  it('does not count falling into the gap between two spans of a page as overlap', () => {
    expect(churnOf([[alert([0, 2], [8, 9])], [alert([4, 5])]])).toBe(1);
  });

  it('is undefined, not zero, when no run alerted', () => {
    expect(alertSetChurn([[[]], [[]]])).toEqual({ kind: 'undefined', reason: 'no-run-alerted' });
  });
});

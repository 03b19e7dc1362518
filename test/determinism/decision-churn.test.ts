import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECISION, decisionChurn, decisions } from '../../src/determinism/decision-churn.ts';

const runsOf = (decision: fc.Arbitrary<number>) =>
  fc
    .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 30 }))
    .chain(([runs, rows]) =>
      fc.array(fc.array(decision, { minLength: rows, maxLength: rows }), { minLength: runs, maxLength: runs }),
    )
    .map((runs) => runs.map((run) => Uint8Array.from(run)));
const anyRuns = runsOf(fc.constantFrom(DECISION.quiet, DECISION.over, DECISION.abstained));

describe('decision churn', () => {
  it('is the mean over pairs of the share of rows that differ', () => {
    fc.assert(
      fc.property(anyRuns, (runs) => {
        const shares: number[] = [];
        for (let i = 0; i < runs.length; i++) {
          for (let j = i + 1; j < runs.length; j++) {
            shares.push(runs[i]!.filter((decision, row) => decision !== runs[j]![row]).length / runs[i]!.length);
          }
        }
        expect(decisionChurn(runs)).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / shares.length, 12);
      }),
    );
  });

  it('is the mean over rows of 2p(1-p)K/(K-1) for two decisions', () => {
    fc.assert(
      fc.property(runsOf(fc.constantFrom(DECISION.quiet, DECISION.over)), (runs) => {
        const [runCount, rows] = [runs.length, runs[0]!.length];
        let sum = 0;
        for (let row = 0; row < rows; row++) {
          const over = runs.filter((run) => run[row] === DECISION.over).length / runCount;
          sum += (2 * over * (1 - over) * runCount) / (runCount - 1);
        }
        expect(decisionChurn(runs)).toBeCloseTo(sum / rows, 12);
      }),
    );
  });

  it('does not depend on the order of the runs, and is zero exactly when all are equal', () => {
    fc.assert(
      fc.property(anyRuns, (runs) => {
        const churn = decisionChurn(runs);
        expect(decisionChurn([...runs].reverse())).toBe(churn);
        expect(churn === 0).toBe(runs.every((run) => Buffer.compare(run, runs[0]!) === 0));
      }),
    );
  });

  it('keeps abstaining apart from quiet, and counts a score at the threshold as over', () => {
    expect([...decisions(Float64Array.of(Number.NaN, 1, 2), 2)]).toEqual([
      DECISION.abstained,
      DECISION.quiet,
      DECISION.over,
    ]);
  });
});

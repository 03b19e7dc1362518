import { describe, expect, it } from 'vitest';
import { firstDivergence, maxScoreDifference } from '../../src/determinism/divergence.ts';
import type { StudyRun } from '../../src/determinism/study-run.ts';
import { watchTask } from './fake-contenders.ts';

const run = (...scores: readonly (readonly number[])[]): StudyRun => ({
  artefactDigest: 'sha256:0',
  scores: scores.map((ofTask) => Float64Array.from(ofTask)),
});
const JUDGED = [watchTask([1, 2, 3], 0, 'one'), watchTask([4, 5], 0, 'two')];

describe('first divergence', () => {
  it('is the first in judged order, whichever run it is of', () => {
    const runs = [run([1, 2, 3], [4, 5]), run([1, 2, 3], [4, 6]), run([1, 2, 9], [4, 5])];
    expect(firstDivergence(runs, JUDGED)).toEqual({
      recording: 'one',
      row: 2,
      timestampMs: 120_000,
      one: '3',
      other: '9',
    });
  });

  it('tells -0 from 0 and abstained from scored, and takes NaN for equal to NaN', () => {
    const at = (one: number, other: number) => firstDivergence([run([one]), run([other])], [watchTask([1])]);
    expect(at(0, -0)).toMatchObject({ one: '0', other: '-0' });
    expect(at(Number.NaN, 1)).toMatchObject({ one: 'abstained', other: '1' });
    expect(at(Number.NaN, Number.NaN)).toBeNull();
  });

  it('keeps the last bit in its text', () => {
    const found = firstDivergence([run([0.1]), run([0.1 + Number.EPSILON / 8])], [watchTask([1])]);
    expect(Number(found?.one)).toBe(0.1);
    expect(Number(found?.other)).toBe(0.1 + Number.EPSILON / 8);
  });
});

describe('largest score difference', () => {
  it('is between any two runs, and passes over rows that only one scored', () => {
    expect(maxScoreDifference([run([1, Number.NaN]), run([3, 9]), run([-2, Number.NaN])])).toBe(5);
  });

  it('stays finite', () => {
    expect(maxScoreDifference([run([-Number.MAX_VALUE]), run([Number.MAX_VALUE])])).toBe(Number.MAX_VALUE);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAB_PROFILES, type NabProfile, nabProfile } from '../../../src/accuracy/nab/profiles.ts';
import type { RowWindow } from '../../../src/accuracy/nab/row-values.ts';
import { scoreCorpus } from '../../../src/accuracy/nab/score-corpus.ts';
import type { NabSeries } from '../../../src/accuracy/nab/score-series.ts';
import { sweepThreshold } from '../../../src/accuracy/nab/sweep.ts';

const seriesArbitrary: fc.Arbitrary<NabSeries> = fc
  .record({
    scores: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 }),
    cuts: fc.array(fc.nat({ max: 59 }), { maxLength: 6 }),
    probationRows: fc.nat({ max: 12 }),
  })
  .map(({ scores, cuts, probationRows }) => {
    const edges = [...new Set(cuts.filter((row) => row < scores.length))].sort((a, b) => a - b);
    const windows: RowWindow[] = [];
    for (let i = 0; i + 1 < edges.length; i += 2) windows.push({ firstRow: edges[i]!, lastRow: edges[i + 1]! });
    return { file: 'a/b.csv', scores: Float64Array.from(scores, (score) => score / 5), windows, probationRows };
  });
const corpusArbitrary = fc.array(seriesArbitrary, { minLength: 1, maxLength: 3 });
const profileArbitrary = fc.constantFrom(...NAB_PROFILES);
const SEEDED = { seed: 20250106, numRuns: 300 };

/** Straight from the definition, one row and one window at a time. */
function slowRaw(corpus: readonly NabSeries[], profile: NabProfile, threshold: number): number {
  const g = (x: number) => (x > 3 ? -1 : 2 / (1 + Math.exp(5 * x)) - 1);
  let total = 0;
  for (const { scores, windows, probationRows } of corpus) {
    const detected = [...scores.keys()].filter((row) => row >= probationRows && scores[row]! >= threshold);
    for (const row of detected) {
      if (windows.some(({ firstRow, lastRow }) => firstRow <= row && row <= lastRow)) continue;
      const before = windows.filter(({ lastRow }) => lastRow < row).at(-1);
      const widths = before && (row - before.lastRow) / (before.lastRow - before.firstRow + 1 - 1);
      total += widths === undefined ? -profile.falsePositive : profile.falsePositive * g(widths);
    }
    for (const { firstRow, lastRow } of windows) {
      if (lastRow < probationRows) continue;
      const width = lastRow - firstRow + 1;
      const values = detected
        .filter((row) => firstRow <= row && row <= lastRow)
        .map((row) => (profile.truePositive * g(-(lastRow - row + 1) / width)) / g(-1));
      total += values.length === 0 ? -profile.falseNegative : Math.max(...values);
    }
  }
  return total;
}

describe('corpus score', () => {
  it('agrees with the definition', () => {
    fc.assert(
      fc.property(corpusArbitrary, profileArbitrary, fc.integer({ min: -1, max: 7 }), (corpus, profile, fifths) => {
        const { raw } = scoreCorpus(corpus, profile, fifths / 5);
        expect(raw).toBeCloseTo(slowRaw(corpus, profile, fifths / 5), 10);
      }),
      SEEDED,
    );
  });

  it('a row is detected at the threshold, not only above it', () => {
    const series = {
      file: 'f',
      scores: Float64Array.of(0, 0.5, 0),
      windows: [{ firstRow: 1, lastRow: 2 }],
      probationRows: 0,
    };
    expect(scoreCorpus([series], nabProfile('standard'), 0.5).raw).toBe(1);
    expect(scoreCorpus([series], nabProfile('standard'), 0.5000001).raw).toBe(-1);
  });

  it('a threshold below every score detects every counted row', () => {
    const series = {
      file: 'f',
      scores: Float64Array.of(0, 0, 0, 0),
      windows: [{ firstRow: 3, lastRow: 3 }],
      probationRows: 1,
    };
    const { files, raw } = scoreCorpus([series], nabProfile('standard'), -5);
    expect(files[0]).toMatchObject({ truePositives: 1, falsePositives: 2, falseNegatives: 0, trueNegatives: 0 });
    expect(raw).toBeCloseTo(1 - 0.22, 14);
  });

  it('silence is 0 and the first row of every window is 100, in every profile', () => {
    const windows = [
      { firstRow: 10, lastRow: 14 },
      { firstRow: 30, lastRow: 39 },
    ];
    const scores = Float64Array.from({ length: 50 }, (_, row) => (row === 10 || row === 30 ? 1 : 0));
    for (const profile of NAB_PROFILES) {
      const score = (threshold: number) =>
        scoreCorpus([{ file: 'f', scores, windows, probationRows: 5 }], profile, threshold).normalised;
      expect(score(1)).toBe(100);
      expect(score(1.1)).toBe(0);
    }
  });

  it('a window without a counted row adds nothing to the raw score and still counts in the normalisation', () => {
    const windows = [
      { firstRow: 0, lastRow: 2 },
      { firstRow: 8, lastRow: 9 },
    ];
    const scores = Float64Array.from({ length: 12 }, (_, row) => (row === 8 ? 1 : 0));
    const score = scoreCorpus([{ file: 'f', scores, windows, probationRows: 5 }], nabProfile('standard'), 1);
    expect(score).toMatchObject({ raw: 1, windows: 2, null: -2, perfect: 2, normalised: 75 });
  });

  it('without windows there is no normalised score', () => {
    const series = { file: 'f', scores: Float64Array.of(1, 0), windows: [], probationRows: 0 };
    expect(scoreCorpus([series], nabProfile('standard'), 1)).toMatchObject({ raw: -0.11, normalised: null });
  });

  it('a score that is not a number is refused, by file and row', () => {
    const series = { file: 'a/b.csv', scores: Float64Array.of(0, Number.NaN), windows: [], probationRows: 0 };
    expect(() => scoreCorpus([series], nabProfile('standard'), 1)).toThrow('a/b.csv row 2: score NaN is not finite');
    expect(() => sweepThreshold([series], nabProfile('standard'))).toThrow('a/b.csv row 2');
  });
});

describe('threshold sweep', () => {
  it('no threshold scores better, and of equal ones it takes the highest', () => {
    fc.assert(
      fc.property(corpusArbitrary, profileArbitrary, (corpus, profile) => {
        const candidates = [1.2, 1.1, 1, 0.8, 0.6, 0.4, 0.2, 0];
        const counted = corpus.flatMap(({ scores, probationRows }) => [...scores.slice(probationRows)]);
        const found = sweepThreshold(corpus, profile);
        const best = scoreCorpus(corpus, profile, found).raw;
        for (const threshold of candidates) {
          const { raw } = scoreCorpus(corpus, profile, threshold);
          expect(raw).toBeLessThanOrEqual(best + 1e-12);
          if (threshold > found && counted.includes(threshold)) expect(raw).toBeLessThan(best);
        }
        const { files } = scoreCorpus(corpus, profile, found);
        const nothingDetected = files.every((file) => file.truePositives + file.falsePositives === 0);
        expect(counted.includes(found)).toBe(!nothingDetected);
      }),
      SEEDED,
    );
  });

  it('1.1 stands for detecting nothing, and something higher where scores go above it', () => {
    const quiet = { file: 'f', scores: Float64Array.of(0.3, 0.9), windows: [], probationRows: 0 };
    expect(sweepThreshold([quiet], nabProfile('standard'))).toBe(1.1);
    const loud = { ...quiet, scores: Float64Array.of(0.3, 40) };
    expect(sweepThreshold([loud], nabProfile('standard'))).toBeGreaterThan(40);
  });
});

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapFiles } from '../../../src/accuracy/nab/bootstrap-files.ts';
import { scoreLeaveGroupOut } from '../../../src/accuracy/nab/leave-group-out.ts';
import { NAB_PROFILES, nabProfile } from '../../../src/accuracy/nab/profiles.ts';
import { readNabCorpus } from '../../../src/accuracy/nab/read-corpus.ts';
import { readNabResults } from '../../../src/accuracy/nab/read-results.ts';
import { scoreCorpus } from '../../../src/accuracy/nab/score-corpus.ts';
import { type NabSeries, scoreSeries } from '../../../src/accuracy/nab/score-series.ts';
import { sweepThreshold } from '../../../src/accuracy/nab/sweep.ts';

const NAB = fileURLToPath(new URL('../../../../shared/nab', import.meta.url));

const series = (file: string, scores: readonly number[], firstRow: number): NabSeries => ({
  file,
  scores: Float64Array.from(scores),
  windows: [{ firstRow, lastRow: firstRow + 2 }],
  probationRows: 0,
});
const corpusArbitrary = fc.array(
  fc.record({
    group: fc.constantFrom('a', 'b', 'c'),
    scores: fc.array(fc.nat({ max: 6 }), { minLength: 6, maxLength: 20 }),
    firstRow: fc.nat({ max: 3 }),
  }),
  { minLength: 2, maxLength: 8 },
);

describe('leave one group out', () => {
  it('every file is scored at the best threshold of the other groups', () => {
    fc.assert(
      fc.property(corpusArbitrary, (entries) => {
        const corpus = entries.map(({ group, scores, firstRow }, i) => series(`${group}/${i}.csv`, scores, firstRow));
        fc.pre(new Set(entries.map(({ group }) => group)).size > 1);
        const standard = nabProfile('standard');
        const [score] = scoreLeaveGroupOut(corpus, [standard]);
        corpus.forEach((one, i) => {
          const others = corpus.filter(({ file }) => file[0] !== one.file[0]);
          expect(score!.files[i]).toEqual(scoreSeries(one, standard, sweepThreshold(others, standard)));
        });
        expect(score!.threshold).toBeNull();
        expect(score!.raw).toBeCloseTo(
          score!.files.reduce((sum, file) => sum + file.score, 0),
          9,
        );
      }),
      { seed: 20250106, numRuns: 200 },
    );
  });

  it('no group can gain by it: in-sample is the best there is', () => {
    fc.assert(
      fc.property(corpusArbitrary, fc.constantFrom(...NAB_PROFILES), (entries, profile) => {
        fc.pre(new Set(entries.map(({ group }) => group)).size > 1);
        const same = entries.map(({ group, scores, firstRow }, i) => series(`${group}/${i}.csv`, scores, firstRow));
        const [heldOut] = scoreLeaveGroupOut(same, [profile]);
        const thresholds = new Set(heldOut!.folds.map(({ threshold }) => threshold));
        const best = scoreCorpus(same, profile, sweepThreshold(same, profile)).raw;
        // With one threshold for all it is a threshold like any other; with several, groups may differ for the better.
        if (thresholds.size === 1) expect(heldOut!.raw).toBeLessThanOrEqual(best + 1e-9);
      }),
      { seed: 20250106, numRuns: 200 },
    );
  });

  it('one group alone leaves nothing to choose on', () => {
    expect(() => scoreLeaveGroupOut([series('a/1.csv', [0, 1, 0], 0)], [nabProfile('standard')])).toThrow(
      'leave-group-out chooses a threshold on the other folders, and there is only "a" [nab/one-group]',
    );
  });

  it.skipIf(!existsSync(NAB)).each([
    ['numenta', 69.3],
    ['windowedGaussian', 39.1],
    ['null', 0],
  ] as const)(
    '%s gets %d under the standard profile (skipped where ../shared is missing)',
    async (detector, expected) => {
      const corpus = await readNabResults(await readNabCorpus(NAB), `${NAB}/results`, detector);
      const [score] = scoreLeaveGroupOut(corpus, [nabProfile('standard')]);
      expect(score!.normalised).toBeCloseTo(expected, 0.9);
      expect(Math.abs(score!.normalised! - expected)).toBeLessThan(0.05);
    },
    60_000,
  );
});

describe('resamples of files', () => {
  const profile = nabProfile('standard');
  const corpus = Array.from({ length: 8 }, (_, i) => series(`a/${i}.csv`, [0, 0, i % 3 === 0 ? 0 : 1, 0, 0, 1], 2));
  const score = scoreCorpus(corpus, profile, 1);

  it('bracket the score, are the same for the same seed, and no interval of no width is made up for silence', () => {
    const { value, replicates } = bootstrapFiles(score, { resamples: 500, seed: 3 });
    if (value.kind !== 'defined') throw new Error('defined');
    expect(value.value).toBe(score.normalised);
    expect(value.interval!.low).toBeLessThan(value.value);
    expect(value.interval!.high).toBeGreaterThan(value.value);
    expect(bootstrapFiles(score, { resamples: 500, seed: 3 }).replicates).toEqual(replicates);
    const silent = scoreCorpus(corpus, profile, 2);
    expect(bootstrapFiles(silent, { resamples: 50, seed: 3 }).value).toEqual({ kind: 'defined', value: 0 });
  });

  it('a corpus without windows has no score to bracket', () => {
    const quiet = scoreCorpus(
      corpus.map((one) => ({ ...one, windows: [] })),
      profile,
      1,
    );
    expect(bootstrapFiles(quiet, { resamples: 10, seed: 1 }).value).toEqual({
      kind: 'undefined',
      reason: 'there is no window',
    });
  });
});

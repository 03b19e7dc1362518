import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { NAB_PROFILES, nabProfile } from '../../../src/accuracy/nab/profiles.ts';
import { readPublishedThreshold } from '../../../src/accuracy/nab/published-threshold.ts';
import { type NabCorpusFile, readNabCorpus } from '../../../src/accuracy/nab/read-corpus.ts';
import { readNabResults } from '../../../src/accuracy/nab/read-results.ts';
import { scoreCorpus } from '../../../src/accuracy/nab/score-corpus.ts';
import type { NabSeries } from '../../../src/accuracy/nab/score-series.ts';
import { sweepThreshold } from '../../../src/accuracy/nab/sweep.ts';

const NAB = fileURLToPath(new URL('../../../../shared/nab', import.meta.url));
const RESULTS = `${NAB}/results`;
const DETECTORS = ['windowedGaussian', 'numenta', 'null'];

/** Published in numenta/NAB, results/final_results.json. */
const FINAL = {
  windowedGaussian: {
    standard: 39.649523496077585,
    reward_low_FP_rate: 20.86798582474138,
    reward_low_FN_rate: 47.4100271583046,
  },
  numenta: { standard: 70.10105611943965, reward_low_FP_rate: 63.11684160219828, reward_low_FN_rate: 74.3202443095115 },
  null: { standard: 0, reward_low_FP_rate: 0, reward_low_FN_rate: 0 },
} as const;

describe.skipIf(!existsSync(RESULTS))('published NAB scores (skipped where ../shared is missing)', () => {
  let corpus: NabCorpusFile[];
  const series = new Map<string, NabSeries[]>();

  beforeAll(async () => {
    corpus = await readNabCorpus(NAB);
    for (const detector of DETECTORS) series.set(detector, await readNabResults(corpus, RESULTS, detector));
  }, 180_000);

  it('the corpus has 58 series, 365 558 rows, 116 windows and 32 716 rows of probation', () => {
    const sum = (of: (file: NabCorpusFile) => number) => corpus.reduce((total, file) => total + of(file), 0);
    expect(corpus).toHaveLength(58);
    expect(sum(({ timestampsMs }) => timestampsMs.length)).toBe(365_558);
    expect(sum(({ windows }) => windows.length)).toBe(116);
    expect(sum(({ probationRows }) => probationRows)).toBe(32_716);
    expect(
      sum(({ windows }) => windows.reduce((rows, { firstRow, lastRow }) => rows + lastRow - firstRow + 1, 0)),
    ).toBe(33_495);
  });

  const cases = Object.entries(FINAL).flatMap(([detector, scores]) =>
    NAB_PROFILES.map((profile) => ({ detector, profile, published: scores[profile.id] })),
  );

  it.each(cases)(
    '$detector, $profile.id: the normalised score at the published threshold',
    async ({ detector, profile, published }) => {
      const threshold = await readPublishedThreshold(RESULTS, detector, profile.id);
      const { normalised } = scoreCorpus(series.get(detector)!, profile, threshold);
      expect(Math.abs(normalised! - published)).toBeLessThan(1e-9);
    },
  );

  it.each(cases)('$detector, $profile.id: score and row counts of every file', async ({ detector, profile }) => {
    const lines = readFileSync(`${RESULTS}/${detector}/${detector}_${profile.id}_scores.csv`, 'utf8')
      .trim()
      .split(/\r?\n/);
    const rows = lines.slice(1).map((line) => line.split(','));
    const threshold = await readPublishedThreshold(RESULTS, detector, profile.id);
    const { files, raw } = scoreCorpus(series.get(detector)!, profile, threshold);
    let compared = 0;
    for (const [name, , file, , score, tp, tn, fp, fn] of rows) {
      if (name === 'Totals') {
        expect(Math.abs(raw - Number(score))).toBeLessThan(1e-9);
        continue;
      }
      const ours = files.find((entry) => entry.file === file)!;
      expect(Math.abs(ours.score - Number(score)), file).toBeLessThan(1e-9);
      expect([ours.truePositives, ours.trueNegatives, ours.falsePositives, ours.falseNegatives].map(String)).toEqual([
        tp,
        tn,
        fp,
        fn,
      ]);
      compared++;
    }
    expect(compared).toBe(58);
  });

  it('the sweep finds for numenta what NAB finds, and more under low FP: 63.2092 at 0.543099145074', () => {
    const lowFp = nabProfile('reward_low_FP_rate');
    const threshold = sweepThreshold(series.get('numenta')!, lowFp);
    const { normalised, raw } = scoreCorpus(series.get('numenta')!, lowFp, threshold);
    expect(threshold).toBe(0.543099145074);
    expect(Math.abs(raw - 30.645309205798327)).toBeLessThan(1e-9);
    expect(normalised!.toFixed(4)).toBe('63.2092');
  });

  it.each(cases.filter(({ detector, profile }) => detector !== 'numenta' || profile.id !== 'reward_low_FP_rate'))(
    '$detector, $profile.id: the sweep equals the published score',
    ({ detector, profile, published }) => {
      const of = series.get(detector)!;
      const { normalised } = scoreCorpus(of, profile, sweepThreshold(of, profile));
      expect(Math.abs(normalised! - published)).toBeLessThan(1e-9);
    },
  );
});

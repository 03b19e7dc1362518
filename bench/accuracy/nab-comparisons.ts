import { join } from 'node:path';
import { NAB_PROFILES } from '../../src/accuracy/nab/profiles.ts';
import { readNabCorpus } from '../../src/accuracy/nab/read-corpus.ts';
import { readNabResults } from '../../src/accuracy/nab/read-results.ts';
import { scoreCorpus } from '../../src/accuracy/nab/score-corpus.ts';
import type { NabSeries } from '../../src/accuracy/nab/score-series.ts';
import { sweepThresholds } from '../../src/accuracy/nab/sweep.ts';
import type { Comparison } from './comparison.ts';
import { runPeer } from './peer.ts';

const DETECTORS = ['numenta', 'windowedGaussian'];

const read = async (nab: string, detector: string): Promise<NabSeries[]> =>
  readNabResults(await readNabCorpus(nab), join(nab, 'results'), detector);

/** The best threshold of each profile, and what the corpus scores there. */
function sweepAndScore(series: readonly NabSeries[]): number[] {
  const thresholds = sweepThresholds(series, NAB_PROFILES);
  return NAB_PROFILES.map((profile, i) => scoreCorpus(series, profile, thresholds[i]!).normalised!);
}

/** @throws InputError where there is no NAB checkout */
export async function nabComparisons(nab: string): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const detector of DETECTORS) {
    const series = await read(nab, detector);
    comparisons.push(
      {
        name: `NAB, ${detector}, 58 files, 3 profiles: sweep, score, normalise`,
        target: null,
        ours: () => sweepAndScore(series),
        peer: () => runPeer('nab_stand_in', ['sweep', nab, detector]),
      },
      {
        name: `NAB, ${detector}: the same from the CSV files`,
        target: null,
        ours: async () => sweepAndScore(await read(nab, detector)),
        peer: () => runPeer('nab_stand_in', ['corpus', nab, detector]),
      },
    );
  }
  return comparisons;
}

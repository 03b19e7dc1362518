import { join, resolve } from 'node:path';
import { bootstrapFiles } from '../accuracy/nab/bootstrap-files.ts';
import { scoreLeaveGroupOut } from '../accuracy/nab/leave-group-out.ts';
import { NAB_PROFILES, type NabProfile, type NabProfileId } from '../accuracy/nab/profiles.ts';
import { readPublishedThreshold } from '../accuracy/nab/published-threshold.ts';
import { type NabCorpusFile, readNabCorpus } from '../accuracy/nab/read-corpus.ts';
import { readNabResults } from '../accuracy/nab/read-results.ts';
import { readNabTable } from '../accuracy/nab/read-table.ts';
import { type NabCorpusScore, scoreCorpus } from '../accuracy/nab/score-corpus.ts';
import type { NabSeries } from '../accuracy/nab/score-series.ts';
import { sweepThresholds } from '../accuracy/nab/sweep.ts';
import { writeNabResults } from '../accuracy/nab/write-results.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import { pairedDifference } from '../verdict/paired-difference.ts';
import type { CommandIo } from './command-io.ts';
import {
  type DetectorComparison,
  type DetectorScores,
  nabJson,
  type ProfileScore,
  printNabTables,
  type ThresholdFrom,
} from './score-nab-report.ts';

export interface NabOptions {
  readonly data: string;
  readonly results?: string;
  readonly detector: readonly string[];
  readonly threshold?: number | 'published' | 'sweep' | 'leave-group-out';
  readonly profile?: readonly NabProfileId[];
  readonly select?: readonly string[];
  readonly compare?: boolean;
  readonly margin: number;
  readonly resamples: number;
  readonly seed: number;
  readonly writeNab?: string;
  readonly files?: boolean;
  readonly json?: boolean;
}

/** Scores results folders in the layout of NAB: normalised scores per detector and profile, and how they compare. */
export async function scoreNab(io: CommandIo, options: NabOptions): Promise<void> {
  const chosen = options.threshold ?? 'sweep';
  if (options.compare === true && options.detector.length < 2) {
    throw InputError.of('score/compare', '--compare takes two detectors or more: --detector one,other');
  }
  const data = resolve(io.cwd, options.data);
  const results = resolve(io.cwd, options.results ?? join(options.data, 'results'));
  const corpus = await readNabCorpus(data, options.select ?? []);
  const profiles = NAB_PROFILES.filter(({ id }) => options.profile?.includes(id) ?? true);
  const faults: Fault[] = [];
  const scored: DetectorScores[] = [];
  for (const detector of options.detector) {
    const series = await collectFaults(faults, () => readNabResults(corpus, results, detector));
    if (series === null) continue;
    const scores = await collectFaults(faults, () => scoresOf(series, profiles, chosen, { results, detector }));
    if (scores === null) continue;
    scored.push({ detector, profiles: scores.map((score) => withInterval(score, options)) });
    if (options.writeNab !== undefined)
      await rewrite(resolve(io.cwd, options.writeNab), detector, series, corpus, data);
  }
  throwIfAny(faults);
  const thresholdFrom: ThresholdFrom = typeof chosen === 'number' ? 'given' : chosen;
  const comparisons = options.compare === true ? compareAll(scored, options) : [];
  const withFiles = options.files === true;
  if (options.json === true) {
    io.out(`${JSON.stringify(nabJson({ scored, thresholdFrom, comparisons, withFiles }))}\n`);
  } else printNabTables(io, { scored, thresholdFrom, comparisons, withFiles });
}

async function scoresOf(
  series: readonly NabSeries[],
  profiles: readonly NabProfile[],
  chosen: NonNullable<NabOptions['threshold']>,
  { results, detector }: { readonly results: string; readonly detector: string },
): Promise<ProfileScore['score'][]> {
  if (chosen === 'leave-group-out') {
    const inSample = scoreAt(series, profiles, sweepThresholds(series, profiles));
    return scoreLeaveGroupOut(series, profiles).map((heldOut, i) => ({ ...heldOut, inSample: inSample[i]! }));
  }
  if (chosen === 'sweep') return scoreAt(series, profiles, sweepThresholds(series, profiles));
  if (typeof chosen === 'number')
    return scoreAt(
      series,
      profiles,
      profiles.map(() => chosen),
    );
  const published = await Promise.all(profiles.map(({ id }) => readPublishedThreshold(results, detector, id)));
  return scoreAt(series, profiles, published);
}

const scoreAt = (
  series: readonly NabSeries[],
  profiles: readonly NabProfile[],
  thresholds: readonly number[],
): NabCorpusScore[] => profiles.map((profile, i) => scoreCorpus(series, profile, thresholds[i]!));

function withInterval(score: ProfileScore['score'], { resamples, seed }: NabOptions): ProfileScore {
  if (resamples === 0) return { score, bootstrapped: null };
  return { score, bootstrapped: bootstrapFiles(score, { resamples, seed }) };
}

/** Every pair of detectors under every profile, on the same resamples of files. */
function compareAll(scored: readonly DetectorScores[], options: NabOptions): DetectorComparison[] {
  const { resamples, seed, margin } = options;
  if (resamples === 0) throw InputError.of('score/compare', '--compare needs --resamples above 0');
  const bootstrap = { resamples, seed, blocks: scored[0]!.profiles[0]!.score.files.length, blockMs: null };
  const side = ({ bootstrapped }: ProfileScore) => ({ ...bootstrapped!, bootstrap });
  return scored.flatMap((a, i) =>
    scored.slice(i + 1).flatMap((b) =>
      a.profiles.map((ofA, at) => ({
        profile: ofA.score.profile,
        a: a.detector,
        b: b.detector,
        result: pairedDifference({ a: side(ofA), b: side(b.profiles[at]!), better: 'higher', margin }),
      })),
    ),
  );
}

/** The detector's scores with the values of the data and the labels of the windows, in NAB's own layout. */
async function rewrite(
  resultsDirectory: string,
  detector: string,
  series: readonly NabSeries[],
  corpus: readonly NabCorpusFile[],
  data: string,
): Promise<void> {
  const rows = [];
  for (const [i, { file, timestampsMs, windows }] of corpus.entries()) {
    const [values] = (await readNabTable(join(data, 'data', file), ['value'])).columns;
    const labels = new Uint8Array(timestampsMs.length);
    for (const { firstRow, lastRow } of windows) labels.fill(1, firstRow, lastRow + 1);
    const missing = new Float64Array(timestampsMs.length).fill(Number.NaN);
    rows.push({ file, timestampsMs, values: values ?? missing, scores: series[i]!.scores, labels });
  }
  await writeNabResults({ resultsDirectory, detector, series: rows });
}

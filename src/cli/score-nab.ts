import { join, resolve } from 'node:path';
import Table from 'cli-table3';
import { NAB_PROFILES, type NabProfileId } from '../accuracy/nab/profiles.ts';
import { readPublishedThreshold } from '../accuracy/nab/published-threshold.ts';
import { readNabCorpus } from '../accuracy/nab/read-corpus.ts';
import { readNabResults } from '../accuracy/nab/read-results.ts';
import { type NabCorpusScore, scoreCorpus } from '../accuracy/nab/score-corpus.ts';
import { sweepThreshold } from '../accuracy/nab/sweep.ts';
import { type Fault, throwIfAny } from '../faults.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import type { CommandIo } from './command-io.ts';

export interface NabOptions {
  readonly data: string;
  readonly results?: string;
  readonly detector: readonly string[];
  readonly threshold?: number | 'published' | 'sweep';
  readonly profile?: readonly NabProfileId[];
  readonly files?: boolean;
  readonly json?: boolean;
}

interface DetectorScores {
  readonly detector: string;
  readonly profiles: readonly NabCorpusScore[];
}

/** Scores results folders in the layout of NAB: normalised scores per detector and profile. */
export async function scoreNab(io: CommandIo, options: NabOptions): Promise<void> {
  const chosen = options.threshold ?? 'sweep';
  const results = resolve(io.cwd, options.results ?? join(options.data, 'results'));
  const corpus = await readNabCorpus(resolve(io.cwd, options.data));
  const faults: Fault[] = [];
  const scored: DetectorScores[] = [];
  for (const detector of options.detector) {
    const series = await collectFaults(faults, () => readNabResults(corpus, results, detector));
    if (series === null) continue;
    const profiles: NabCorpusScore[] = [];
    for (const profile of NAB_PROFILES.filter(({ id }) => options.profile?.includes(id) ?? true)) {
      const threshold =
        chosen === 'published'
          ? await collectFaults(faults, () => readPublishedThreshold(results, detector, profile.id))
          : chosen === 'sweep'
            ? sweepThreshold(series, profile)
            : chosen;
      if (threshold !== null) profiles.push(scoreCorpus(series, profile, threshold));
    }
    scored.push({ detector, profiles });
  }
  throwIfAny(faults);
  const thresholdFrom = typeof chosen === 'number' ? 'given' : chosen;
  if (options.json === true) io.out(`${JSON.stringify(toJson(scored, thresholdFrom, options.files === true))}\n`);
  else printTables(io, scored, thresholdFrom, options.files === true);
}

type ThresholdFrom = 'given' | 'published' | 'sweep';

const detectedWindows = ({ files }: NabCorpusScore) => files.reduce((sum, file) => sum + file.detectedWindows, 0);

function toJson(scored: readonly DetectorScores[], thresholdFrom: ThresholdFrom, withFiles: boolean) {
  return {
    format: 'nab',
    thresholdFrom,
    detectors: scored.map(({ detector, profiles }) => ({
      detector,
      profiles: profiles.map(({ files, ...score }) => ({
        ...score,
        detectedWindows: detectedWindows({ ...score, files }),
        ...(withFiles && { files }),
      })),
    })),
  };
}

/** Where a threshold came from decides what the score may be compared with. */
const NOTES: Readonly<Record<ThresholdFrom, string>> = {
  given: 'threshold as given',
  published: "thresholds of the results folder's own *_scores.csv; NAB chooses them on the labels it judges by",
  sweep: 'best threshold for each detector and profile, chosen on the labels it is judged by (the protocol of NAB)',
};

const PLAIN = { style: { head: [], border: [] } };

function printTables(io: CommandIo, scored: readonly DetectorScores[], from: ThresholdFrom, withFiles: boolean): void {
  const table = new Table({
    ...PLAIN,
    head: ['detector', 'profile', 'score', 'windows', 'threshold', 'raw', 'null', 'perfect'],
  });
  for (const { detector, profiles } of scored) {
    for (const score of profiles) {
      const { profile, normalised, windows, threshold, raw, perfect } = score;
      const figure = normalised === null ? 'n/a (no window)' : normalised.toFixed(2);
      const found = `${detectedWindows(score)} of ${windows}`;
      table.push([detector, profile, figure, found, String(threshold), raw.toFixed(4), score.null, perfect]);
    }
  }
  io.out(`${table.toString()}\n${NOTES[from]}\n`);
  if (!withFiles) return;
  for (const { detector, profiles } of scored) for (const score of profiles) printFiles(io, detector, score);
}

function printFiles(io: CommandIo, detector: string, { profile, files }: NabCorpusScore): void {
  const table = new Table({ ...PLAIN, head: ['file', 'score', 'windows', 'TP', 'FP', 'FN', 'TN'] });
  for (const file of files) {
    const { score, detectedWindows, windows, truePositives, falsePositives, falseNegatives, trueNegatives } = file;
    const found = `${detectedWindows} of ${windows}`;
    table.push([file.file, score.toFixed(4), found, truePositives, falsePositives, falseNegatives, trueNegatives]);
  }
  io.out(`\n${detector}, ${profile} (TP to TN count rows)\n${table.toString()}\n`);
}

import Table from 'cli-table3';
import type { BootstrappedValue } from '../accuracy/bootstrap.ts';
import type { GroupThreshold } from '../accuracy/nab/leave-group-out.ts';
import type { NabProfileId } from '../accuracy/nab/profiles.ts';
import type { NabCorpusScore } from '../accuracy/nab/score-corpus.ts';
import type { PairedDifference } from '../verdict/paired-difference.ts';
import type { CommandIo } from './command-io.ts';

export type ThresholdFrom = 'given' | 'published' | 'sweep' | 'leave-group-out';

export interface ProfileScore {
  readonly score: NabCorpusScore & {
    /** Under `leave-group-out`: the threshold of each group, and the score at the one chosen on all labels. */
    readonly folds?: readonly GroupThreshold[];
    readonly inSample?: NabCorpusScore;
  };
  /** Null where no resampling was asked for. */
  readonly bootstrapped: BootstrappedValue | null;
}

export interface DetectorScores {
  readonly detector: string;
  readonly profiles: readonly ProfileScore[];
}

export interface DetectorComparison {
  readonly profile: NabProfileId;
  readonly a: string;
  readonly b: string;
  readonly result: PairedDifference;
}

interface NabReport {
  readonly scored: readonly DetectorScores[];
  readonly thresholdFrom: ThresholdFrom;
  readonly comparisons: readonly DetectorComparison[];
  readonly withFiles: boolean;
}

const detectedWindows = ({ files }: NabCorpusScore) => files.reduce((sum, file) => sum + file.detectedWindows, 0);

const intervalOf = ({ bootstrapped }: ProfileScore) =>
  bootstrapped?.value.kind === 'defined' ? bootstrapped.value.interval : undefined;

export function nabJson({ scored, thresholdFrom, comparisons, withFiles }: NabReport) {
  return {
    format: 'nab',
    thresholdFrom,
    detectors: scored.map(({ detector, profiles }) => ({
      detector,
      profiles: profiles.map((entry) => {
        const { files, inSample, ...score } = entry.score;
        const interval = intervalOf(entry);
        return {
          ...score,
          detectedWindows: detectedWindows(entry.score),
          ...(interval && { interval }),
          ...(inSample && {
            inSample: { threshold: inSample.threshold, raw: inSample.raw, normalised: inSample.normalised },
          }),
          ...(withFiles && { files }),
        };
      }),
    })),
    ...(comparisons.length > 0 && { comparisons }),
  };
}

/** Where a threshold came from decides what the score may be compared with. */
const NOTES: Readonly<Record<ThresholdFrom, string>> = {
  given: 'threshold as given',
  published: "thresholds of the results folder's own *_scores.csv; NAB chooses them on the labels it judges by",
  sweep: 'best threshold for each detector and profile, chosen on the labels it is judged by (the protocol of NAB)',
  'leave-group-out':
    'each folder judged at the threshold that is best on all others; in-sample: one threshold chosen on the labels it is judged by (the protocol of NAB)',
};
const RESAMPLED = 'intervals at 95 % over resamples of whole files, thresholds held fixed';

const PLAIN = { style: { head: [], border: [] } };
const points = (value: number | null): string => (value === null ? 'n/a (no window)' : value.toFixed(2));

export function printNabTables(io: CommandIo, { scored, thresholdFrom, comparisons, withFiles }: NabReport): void {
  const heldOut = thresholdFrom === 'leave-group-out';
  const table = new Table({
    ...PLAIN,
    head: [
      'detector',
      'profile',
      'score',
      ...(heldOut ? ['in-sample'] : []),
      'windows',
      heldOut ? 'thresholds' : 'threshold',
      'raw',
      'null',
      'perfect',
    ],
  });
  for (const { detector, profiles } of scored) {
    for (const entry of profiles) {
      const { score } = entry;
      const interval = intervalOf(entry);
      const span = interval === undefined ? '' : ` [${points(interval.low)}, ${points(interval.high)}]`;
      table.push([
        detector,
        score.profile,
        `${points(score.normalised)}${span}`,
        ...(score.inSample ? [points(score.inSample.normalised)] : []),
        `${detectedWindows(score)} of ${score.windows}`,
        thresholdText(score),
        score.raw.toFixed(4),
        score.null,
        score.perfect,
      ]);
    }
  }
  const resampled = scored.some(({ profiles }) => profiles.some(intervalOf));
  io.out(`${table.toString()}\n${NOTES[thresholdFrom]}${resampled ? `; ${RESAMPLED}` : ''}\n`);
  if (comparisons.length > 0) printComparisons(io, comparisons);
  if (withFiles)
    for (const { detector, profiles } of scored) for (const { score } of profiles) printFiles(io, detector, score);
}

function thresholdText({ threshold, folds }: ProfileScore['score']): string {
  if (threshold !== null) return String(threshold);
  const thresholds = (folds ?? []).map((fold) => fold.threshold);
  const [low, high] = [Math.min(...thresholds), Math.max(...thresholds)];
  return low === high ? `${low} in every folder` : `${low} to ${high}`;
}

function printComparisons(io: CommandIo, comparisons: readonly DetectorComparison[]): void {
  const table = new Table({ ...PLAIN, head: ['profile', 'A', 'B', 'A - B', 'P(A > B)', ''] });
  for (const { profile, a, b, result } of comparisons) {
    if (result.kind === 'not-compared') table.push([profile, a, b, 'n/a', '', result.reason]);
    else {
      const { difference, interval, aBetterRatio, standing } = result;
      const span = `${points(difference)} [${points(interval.low)}, ${points(interval.high)}]`;
      table.push([
        profile,
        a,
        b,
        span,
        aBetterRatio.toFixed(3),
        `A is ${standing}`.replace('A is inconclusive', 'inconclusive'),
      ]);
    }
  }
  const compared = comparisons.find(({ result }) => result.kind === 'compared')?.result;
  const margin = compared?.kind === 'compared' ? `; margin ${compared.margin}` : '';
  io.out(`${table.toString()}\nA - B in points, on the same resamples of files${margin}\n`);
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

import { type NabProfileId, nabProfile } from '../src/accuracy/nab/profiles.ts';
import { scoreCorpus } from '../src/accuracy/nab/score-corpus.ts';
import type { NabSeries } from '../src/accuracy/nab/score-series.ts';
import { AS_WRITTEN_THRESHOLD, type Contender } from '../src/contenders/contract.ts';
import { parseDurationMs } from '../src/duration.ts';
import { type Alert, raiseAlerts } from '../src/replay/alert-policy.ts';
import { replay } from '../src/replay/replay.ts';
import type { DatasetRecording } from '../src/telemetry/dataset.ts';
import { sliceRows } from '../src/telemetry/recording.ts';

/** The author's threshold, and one page per eight hours: for every contender and every file the same. */
const POLICY = {
  threshold: AS_WRITTEN_THRESHOLD,
  clearBelow: AS_WRITTEN_THRESHOLD,
  holdMs: 0,
  keepMs: 0,
  cooldownMs: parseDurationMs('8h'),
};
/** Two seeds' alerts are the same when their first rows are no further apart than this. */
const SAME_WITHIN_ROWS = 25;

/** Of one run, file by file. */
export type Alerts = readonly (readonly Alert[])[];

/** Trained on each file's probation alone, and watching all of it. */
export async function nabPages(
  contender: Contender,
  recordings: readonly DatasetRecording[],
  seed: number,
): Promise<Alerts> {
  const alerts: (readonly Alert[])[] = [];
  for (const labelled of recordings) {
    const { recording, scoredFromRow } = labelled;
    const learning = { recording: sliceRows(recording, 0, scoredFromRow), incidents: [], benign: [] };
    const watcher = await contender.fit({ train: [learning], seed });
    alerts.push(raiseAlerts(replay(watcher, recording), POLICY, scoredFromRow));
    watcher.dispose();
  }
  return alerts;
}

/** A page is one detection, on its first row. */
function corpusOf(recordings: readonly DatasetRecording[], alerts: Alerts): NabSeries[] {
  return recordings.map(({ recording: { id, timestampsMs }, incidents, scoredFromRow }, i) => {
    const scores = new Float64Array(timestampsMs.length);
    for (const { startRow } of alerts[i]!) scores[startRow] = 1;
    const windows = incidents.map(({ startMs, endMs }) => ({
      firstRow: timestampsMs.indexOf(startMs),
      lastRow: timestampsMs.indexOf(endMs),
    }));
    return { file: `${id}.csv`, scores, windows, probationRows: scoredFromRow };
  });
}

export interface NabFigures {
  readonly standard: number;
  readonly lowFalseAlarms: number;
  readonly lowMisses: number;
  readonly windowsHit: number;
  readonly falseAlarms: number;
}

export function nabFigures(recordings: readonly DatasetRecording[], alerts: Alerts): NabFigures {
  const corpus = corpusOf(recordings, alerts);
  const score = (id: NabProfileId) => scoreCorpus(corpus, nabProfile(id), 1);
  const standard = score('standard');
  return {
    standard: standard.normalised!, // the corpus has windows
    lowFalseAlarms: score('reward_low_FP_rate').normalised!,
    lowMisses: score('reward_low_FN_rate').normalised!,
    windowsHit: standard.files.reduce((sum, { detectedWindows }) => sum + detectedWindows, 0),
    falseAlarms: standard.files.reduce((sum, { falsePositives }) => sum + falsePositives, 0),
  };
}

/** Share of one run's alerts that the other has none near; mean over ordered pairs of runs. */
export function alertChurn(runs: readonly Alerts[]): number {
  const shares = runs.flatMap((one, i) =>
    runs.flatMap((other, j) => {
      if (i === j) return [];
      const all = one.flat().length;
      const lonely = one.flatMap((alerts, file) =>
        alerts.filter((alert) => !other[file]!.some((near) => isSame(alert, near))),
      );
      return all === 0 ? [] : [lonely.length / all];
    }),
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

const isSame = (a: Alert, b: Alert): boolean => Math.abs(a.startRow - b.startRow) <= SAME_WITHIN_ROWS;

import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Fault, InputError, throwIfAny } from '../../faults.ts';
import type { ScoreTrace } from '../../replay/score-trace.ts';
import { labelRows } from '../../telemetry/label-rows.ts';
import type { LabelledRecording } from '../../telemetry/recording.ts';

/** What a detector said about one series, as a NAB result file holds it. */
export interface NabResultRows {
  /** `realAWSCloudwatch/ec2_cpu_utilization_24ae8d.csv` */
  readonly file: string;
  readonly timestampsMs: Float64Array;
  /** NaN: an empty cell. NAB's runner does not look at them. */
  readonly values: Float64Array;
  /** Higher is more anomalous; NaN: the detector abstained. */
  readonly scores: Float64Array;
  /** 1 on the rows of windows. */
  readonly labels: Uint8Array;
}

export interface NabResultFolder {
  readonly resultsDirectory: string;
  /** Name of the folder and start of every file name. */
  readonly detector: string;
  readonly series: readonly NabResultRows[];
  /**
   * NAB knows no abstention. `refuse` (the default) throws; `lowest` writes the lowest score of the detector, which is
   * detected only where every row is.
   */
  readonly abstained?: 'refuse' | 'lowest';
}

/** A replayed recording of a NAB checkout (its id is `CATEGORY/NAME`) as a result file. */
export function nabResultRows({ recording, incidents }: LabelledRecording, { scores }: ScoreTrace): NabResultRows {
  return {
    file: `${recording.id}.csv`,
    timestampsMs: recording.timestampsMs,
    values: recording.columns[0] ?? new Float64Array(recording.timestampsMs.length).fill(Number.NaN),
    scores,
    labels: labelRows(recording, incidents),
  };
}

/**
 * Writes `RESULTS/DETECTOR/CATEGORY/DETECTOR_NAME.csv` with the columns `timestamp,value,anomaly_score,label`, as NAB's
 * runner reads them for `--optimize --score --normalize`; that runner adds the `S(t)` columns and the summaries itself.
 * @returns the files written
 * @throws InputError with every fault: `nab/detector-name`, `nab/path`, `nab/rows`, `nab/abstained`, `nab/exists`
 */
export async function writeNabResults(folder: NabResultFolder): Promise<string[]> {
  const { resultsDirectory, detector, series, abstained = 'refuse' } = folder;
  throwIfAny([...nameFaults(detector), ...series.flatMap((rows) => seriesFaults(rows, abstained))]);
  await makeFolder(join(resultsDirectory, detector));
  const lowest = lowestScore(series);
  const written: string[] = [];
  for (const rows of series) {
    const path = join(resultsDirectory, detector, dirname(rows.file), `${detector}_${basename(rows.file)}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, csvOf(rows, lowest));
    written.push(path);
  }
  return written;
}

/** What was there before is somebody's results. */
async function makeFolder(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  await mkdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw InputError.of('nab/exists', 'there are results of that detector already', { file: directory });
  });
}

function nameFaults(detector: string): Fault[] {
  if (/^[\w-][\w.-]*$/.test(detector)) return [];
  const message = `expected a detector name of letters, digits, "_", "-" and ".", got ${JSON.stringify(detector)}`;
  return [{ code: 'nab/detector-name', message }];
}

function seriesFaults(rows: NabResultRows, abstained: 'refuse' | 'lowest'): Fault[] {
  const { file, timestampsMs, values, scores, labels } = rows;
  if (!/^[^/\\]+\/[^/\\]+\.csv$/.test(file) || file.startsWith('.')) {
    return [{ code: 'nab/path', message: `expected CATEGORY/NAME.csv, got ${JSON.stringify(file)}` }];
  }
  const counts = { values: values.length, scores: scores.length, labels: labels.length };
  const faults: Fault[] = Object.entries(counts)
    .filter(([, count]) => count !== timestampsMs.length)
    .map(([what, count]) => ({
      code: 'nab/rows',
      message: `${file}: expected ${timestampsMs.length} ${what}, one a row, got ${count}`,
    }));
  const infinite = scores.findIndex((score) => Math.abs(score) === Number.POSITIVE_INFINITY);
  if (infinite >= 0)
    faults.push({ code: 'nab/infinite', message: `${file}: the score of row ${infinite + 1} is infinite` });
  const missing = scores.reduce((count, score) => count + (Number.isNaN(score) ? 1 : 0), 0);
  if (missing > 0 && abstained === 'refuse') {
    const message = `${file}: no score on ${missing} rows, the first is row ${scores.findIndex(Number.isNaN) + 1}`;
    faults.push({
      code: 'nab/abstained',
      message,
      hint: 'NAB knows no abstention; they can be written as the lowest score',
    });
  }
  return faults;
}

function lowestScore(series: readonly NabResultRows[]): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const { scores } of series) for (const score of scores) if (score < lowest) lowest = score;
  return lowest === Number.POSITIVE_INFINITY ? 0 : lowest;
}

function csvOf({ timestampsMs, values, scores, labels }: NabResultRows, lowest: number): string {
  const lines = ['timestamp,value,anomaly_score,label'];
  for (let row = 0; row < timestampsMs.length; row++) {
    const value = Number.isNaN(values[row]!) ? '' : decimal(values[row]!);
    const score = Number.isNaN(scores[row]!) ? lowest : scores[row]!;
    lines.push(`${timeText(timestampsMs[row]!)},${value},${decimal(score)},${labels[row]}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The shortest text that reads back as the same double, -0 included. */
const decimal = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** `2014-02-14 14:30:00`, as NAB writes it; with milliseconds only where there are any. */
function timeText(timestampMs: number): string {
  const text = new Date(timestampMs).toISOString().replace('T', ' ').slice(0, -1);
  return text.endsWith('.000') ? text.slice(0, -4) : text;
}

import { resolve } from 'node:path';
import type { NanPolicy } from '../accuracy/row-faults.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import type { ScoreTrace } from '../replay/score-trace.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import { extentOf } from '../telemetry/extent.ts';
import { readIncidents } from '../telemetry/incidents.ts';
import type { LabelledRecording } from '../telemetry/recording.ts';
import { type DecisionFile, readDecisionFile, recordingIds } from './decision-file.ts';

/** How the files of one call are to be read. */
export interface ReadOptions {
  readonly labelsColumn?: string;
  readonly scoreColumn?: string;
  readonly timeColumn?: string;
  readonly asRecorded?: boolean;
  readonly step?: number;
  readonly nan: NanPolicy;
  readonly skipRows: number;
}

/** Scores files and what was true of them. */
export interface DecidedFiles {
  readonly scores: readonly string[];
  readonly incidents?: string;
  /** A label file for each scores file, in the same order. */
  readonly labels?: readonly string[];
  /** Recordings the incidents file may name besides. */
  readonly otherScores?: readonly string[];
}

export interface Decided {
  readonly file: string;
  readonly values: Float64Array | undefined;
  readonly trace: ScoreTrace;
  readonly labelled: LabelledRecording;
}

/** @throws InputError with the faults of all files: those of `readDecisionFile` and `readIncidents`, `score/labels`, `score/skip-rows` */
export async function readDecided(cwd: string, files: DecidedFiles, options: ReadOptions): Promise<Decided[]> {
  assertOneTruth(files, options);
  const faults: Fault[] = [];
  const ids = recordingIds(files.scores);
  const read: (DecisionFile & { readonly file: string })[] = [];
  for (const [i, name] of files.scores.entries()) {
    const file = resolve(cwd, name);
    const decision = await collectFaults(faults, () => readDecisionFile(sourceOf(cwd, files, options, i, ids[i]!)));
    if (decision === null) continue;
    const rows = decision.trace.scores.length;
    if (options.skipRows >= rows) {
      const message = `--skip-rows ${options.skipRows} leaves none of the ${rows} rows`;
      faults.push({ code: 'score/skip-rows', message, place: { file } });
    }
    read.push({ ...decision, file });
  }
  // A recording whose file was at fault has no extent, and nothing is held against it.
  const known = [...ids, ...recordingIds(files.otherScores ?? [])];
  const extents = new Map(
    known.map((id) => [id, extentOf(read.find(({ recording }) => recording.id === id)?.recording)]),
  );
  const labels =
    files.incidents === undefined
      ? null
      : await collectFaults(faults, () => readIncidents(resolve(cwd, files.incidents!), extents));
  throwIfAny(faults);
  return read.map(({ file, values, recording, trace, incidents: own }) => ({
    file,
    values,
    trace,
    labelled: { recording, ...(labels?.get(recording.id) ?? { incidents: own, benign: [] }) },
  }));
}

function sourceOf(cwd: string, files: DecidedFiles, options: ReadOptions, i: number, id: string) {
  const { labelsColumn, scoreColumn, timeColumn, step, nan } = options;
  const labels = files.labels?.[i];
  return {
    id,
    file: resolve(cwd, files.scores[i]!),
    asRecorded: options.asRecorded === true,
    nan,
    ...(labels !== undefined && { labelsFile: resolve(cwd, labels) }),
    ...(labelsColumn !== undefined && { labelsColumn }),
    ...(scoreColumn !== undefined && { scoreColumn }),
    ...(timeColumn !== undefined && { timeColumn }),
    ...(step !== undefined && { stepMs: step }),
  };
}

/** A column of the scores files, files of their own, or incidents: exactly one says what was true. */
function assertOneTruth({ scores, incidents, labels }: DecidedFiles, { labelsColumn }: ReadOptions): void {
  const ways = [incidents !== undefined, labels !== undefined, labels === undefined && labelsColumn !== undefined];
  if (ways.filter(Boolean).length !== 1) {
    throw InputError.of('score/labels', 'expected what was true: one of --incidents, --labels and --labels-column');
  }
  if (incidents !== undefined && labelsColumn !== undefined) {
    throw InputError.of('score/labels', '--labels-column names no column of an incidents file');
  }
  if (labels !== undefined && labels.length !== scores.length) {
    const message = `expected a label file for each of the ${scores.length} scores files, in their order, got ${labels.length}`;
    throw InputError.of('score/labels', message);
  }
}

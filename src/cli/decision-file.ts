import { basename } from 'node:path';
import { type NanPolicy, noScoreFault, rowsWithoutScore } from '../accuracy/row-faults.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import type { ScoreTrace } from '../replay/score-trace.ts';
import { capFaults } from '../telemetry/cap-faults.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import { type CsvTable, readCsv } from '../telemetry/csv.ts';
import { incidentsFromColumn } from '../telemetry/label-column.ts';
import type { Incident, Recording } from '../telemetry/recording.ts';
import { suggestionHint } from '../telemetry/suggest.ts';

export interface DecisionSource {
  readonly id: string;
  readonly file: string;
  /** A label for each row, in a file of its own. */
  readonly labelsFile?: string;
  readonly labelsColumn?: string;
  readonly scoreColumn?: string;
  readonly timeColumn?: string;
  /** Accept times that repeat or go backwards. */
  readonly asRecorded: boolean;
  /** The files have no time column; rows are so far apart. */
  readonly stepMs?: number;
  readonly nan: NanPolicy;
}

/** Scores of one recording as somebody else's detector left them. */
export interface DecisionFile {
  /** Its times; scores come without readings. */
  readonly recording: Recording;
  /** What the scores were about, where the file has a column `value`. */
  readonly values: Float64Array | undefined;
  readonly trace: ScoreTrace;
  /** From the label column, where there is one. */
  readonly incidents: readonly Incident[];
}

const SCORE_COLUMNS = ['score', 'anomaly_score'];
const LABEL_COLUMNS = ['label', 'is_anomaly', 'anomaly'];
const NO_SCORE = 'no score in the file';

/** `.../cart_latency.csv.gz` → `cart_latency`; the whole path where two files have one name. */
export function recordingIds(files: readonly string[]): string[] {
  const names = files.map((file) => basename(file).replace(/\.csv(\.gz)?$/i, ''));
  return names.map((name, i) => (names.indexOf(name) === names.lastIndexOf(name) ? name : files[i]!));
}

/**
 * @throws InputError with every fault: those of `readCsv`, `score/column`, `score/nan`, `score/labels`, `csv/label`
 */
export async function readDecisionFile(source: DecisionSource): Promise<DecisionFile> {
  const { id, file, timeColumn, nan, stepMs } = source;
  const table = timed(
    await readCsv(file, {
      time: source.asRecorded ? 'as-recorded' : 'increasing',
      timeless: stepMs === undefined ? 'never' : 'always',
      ...(nan === 'abstain' && { infinite: 'no-reading' }),
      ...(timeColumn && { timeColumn }),
    }),
    stepMs,
  );
  const scores = table.columns[indexOf(table, scoreColumnOf(table, source))]!;
  const faults: Fault[] = nan === 'refuse' ? missingScores(table, scores) : [];
  const incidents = await collectFaults(faults, () => incidentsOf(source, table));
  throwIfAny(faults);
  const { timestampsMs } = table;
  return {
    recording: { id, channels: [], timestampsMs, columns: [] },
    values: table.columns[table.columnNames.indexOf('value')],
    trace: {
      recordingId: id,
      timestampsMs,
      scores,
      abstentions: Array.from(scores, (score) => (Number.isNaN(score) ? NO_SCORE : undefined)),
      causes: Array.from(scores, () => []),
    },
    incidents: incidents!, // null comes with a fault, thrown above
  };
}

function missingScores({ file, lines }: CsvTable, scores: Float64Array): Fault[] {
  const missing = rowsWithoutScore(scores);
  return capFaults(
    missing.map((row) => noScoreFault(scores[row]!, { place: { file, line: lines[row]! } })),
    file,
  );
}

async function incidentsOf(source: DecisionSource, table: CsvTable): Promise<readonly Incident[]> {
  const { id, labelsFile, labelsColumn } = source;
  if (labelsFile !== undefined) return readLabels(source, labelsFile, table);
  return labelsColumn === undefined ? [] : incidentsFromColumn(id, table, indexOf(table, labelsColumn));
}

/** Rows without a time column are a step apart, from the epoch on. */
const timed = (table: CsvTable, stepMs: number | undefined): CsvTable =>
  stepMs === undefined ? table : { ...table, timestampsMs: table.timestampsMs.map((row) => row * stepMs) };

/** A label file says what was true on each row of its scores file: the same rows, by time, or by row where it has none. */
async function readLabels(source: DecisionSource, file: string, scores: CsvTable): Promise<Incident[]> {
  const { id, asRecorded, stepMs, timeColumn, labelsColumn } = source;
  const labels = await readCsv(file, {
    time: asRecorded ? 'as-recorded' : 'increasing',
    timeless: stepMs === undefined ? 'one-column' : 'always',
    ...(timeColumn && { timeColumn }),
  });
  const column = indexOf(labels, labelsColumn ?? labelColumnOf(labels));
  const rows = scores.timestampsMs.length;
  if (labels.timestampsMs.length !== rows) {
    const message = `expected ${rows} rows as in ${scores.file}, got ${labels.timestampsMs.length}`;
    throw InputError.of('score/labels', message, { file });
  }
  if (labels.timeColumn !== '') {
    const row = labels.timestampsMs.findIndex((ms, i) => ms !== scores.timestampsMs[i]);
    const message = `the time is not that of row ${row + 1} of ${scores.file}`;
    if (row >= 0) throw InputError.of('score/labels', message, { file, line: labels.lines[row]! });
  }
  return incidentsFromColumn(id, { ...labels, timestampsMs: scores.timestampsMs }, column);
}

function labelColumnOf({ file, columnNames }: CsvTable): string {
  const found =
    LABEL_COLUMNS.find((name) => columnNames.includes(name)) ?? (columnNames.length === 1 ? columnNames[0] : undefined);
  if (found !== undefined) return found;
  const message = `which column holds the labels? There are ${columnNames.join(', ')}`;
  throw InputError.of('score/column', message, { file, line: 1 }, '--labels-column names it');
}

function scoreColumnOf(table: CsvTable, { scoreColumn, labelsColumn }: DecisionSource): string {
  const others = table.columnNames.filter((name) => name !== labelsColumn);
  const found =
    scoreColumn ?? SCORE_COLUMNS.find((name) => others.includes(name)) ?? (others.length === 1 ? others[0] : undefined);
  if (found !== undefined) return found;
  const message = `which column holds the scores? There are ${others.join(', ')}`;
  throw InputError.of('score/column', message, { file: table.file, line: 1 }, '--score-column names it');
}

function indexOf({ file, columnNames }: CsvTable, name: string): number {
  const index = columnNames.indexOf(name);
  if (index >= 0) return index;
  const hint = suggestionHint(name, columnNames);
  throw InputError.of('score/column', `no column ${JSON.stringify(name)}`, { file, line: 1 }, hint);
}

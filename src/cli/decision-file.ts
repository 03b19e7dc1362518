import { basename } from 'node:path';
import { InputError } from '../faults.ts';
import type { ScoreTrace } from '../replay/score-trace.ts';
import { type CsvTable, readCsv } from '../telemetry/csv.ts';
import { incidentsFromColumn } from '../telemetry/label-column.ts';
import type { Incident, Recording } from '../telemetry/recording.ts';
import { suggestionHint } from '../telemetry/suggest.ts';

export interface DecisionSource {
  readonly id: string;
  readonly file: string;
  readonly labelsColumn?: string;
  readonly scoreColumn?: string;
  readonly timeColumn?: string;
  /** Accept times that repeat or go backwards. */
  readonly asRecorded: boolean;
}

/** Scores of one recording as somebody else's detector left them. */
export interface DecisionFile {
  /** Its times; scores come without readings. */
  readonly recording: Recording;
  readonly trace: ScoreTrace;
  /** From the label column, where one was named. */
  readonly incidents: readonly Incident[];
}

const SCORE_COLUMNS = ['score', 'anomaly_score'];
const NO_SCORE = 'no score in the file';

/** `.../cart_latency.csv.gz` → `cart_latency`; the whole path where two files have one name. */
export function recordingIds(files: readonly string[]): string[] {
  const names = files.map((file) => basename(file).replace(/\.csv(\.gz)?$/i, ''));
  return names.map((name, i) => (names.indexOf(name) === names.lastIndexOf(name) ? name : files[i]!));
}

/**
 * @throws InputError with every fault: those of `readCsv`, `score/column`, `csv/label`
 */
export async function readDecisionFile(source: DecisionSource): Promise<DecisionFile> {
  const { id, file, timeColumn, labelsColumn, asRecorded } = source;
  const table = await readCsv(file, {
    time: asRecorded ? 'as-recorded' : 'increasing',
    ...(timeColumn && { timeColumn }),
  });
  const scores = table.columns[indexOf(table, scoreColumnOf(table, source))]!;
  const { timestampsMs } = table;
  return {
    recording: { id, channels: [], timestampsMs, columns: [] },
    trace: {
      recordingId: id,
      timestampsMs,
      scores,
      abstentions: Array.from(scores, (score) => (Number.isNaN(score) ? NO_SCORE : undefined)),
      causes: Array.from(scores, () => []),
    },
    incidents: labelsColumn === undefined ? [] : incidentsFromColumn(id, table, indexOf(table, labelsColumn)),
  };
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

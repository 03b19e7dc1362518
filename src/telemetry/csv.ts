import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { InputError } from '../faults.ts';
import { cellOffset, parseCell } from './csv-cell.ts';
import { type CsvHeader, readHeader } from './csv-header.ts';
import { type FaultList, faultList } from './fault-list.ts';
import { openText } from './open-text.ts';
import { parseTimeMs } from './time-text.ts';

/** A wide CSV file: a row per time, a column per channel. */
export interface CsvTable {
  readonly file: string;
  readonly timeColumn: string;
  readonly columnNames: readonly string[];
  /** Whole milliseconds, UTC, in the order of the file. */
  readonly timestampsMs: Float64Array;
  /** One per column name. NaN: no reading (an empty cell, `NaN`, `null`, `none`, `NA`, `N/A`). Never infinite. */
  readonly columns: readonly Float64Array[];
  /** Line of each row in the file, from 1, for faults found later. */
  readonly lines: Uint32Array;
}

export interface CsvOptions {
  /** Header of the time column. Default: the first column named like a time (`timestamp`, `time`, ...), else the first. */
  readonly timeColumn?: string;
  /** Exactly these other columns, in this order, whatever their order in the file. Default: whatever the header says. */
  readonly expected?: readonly string[];
  /** `as-recorded` accepts times that repeat or go backwards. Default `increasing`. */
  readonly time?: 'increasing' | 'as-recorded';
  /**
   * Whether the file may do without a time column: `never` (the default), `one-column` where a single column cannot be
   * the time, or `always`: no column is. The times are then the numbers of the rows, from 0.
   */
  readonly timeless?: 'never' | 'one-column' | 'always';
  /** What a cell that says infinity is. Default `refuse`; `no-reading` takes it as a missing reading. */
  readonly infinite?: 'refuse' | 'no-reading';
  /** One character, default a comma. */
  readonly delimiter?: string;
  /** A line (or an unclosed quote) longer than this is refused instead of read into memory. Default 1 MiB. */
  readonly mostRecordBytes?: number;
}

/** Five thousand columns of two hundred characters: far above any wide recording, far below a memory to worry about. */
export const MOST_RECORD_BYTES = 1024 * 1024;

/**
 * Reads a wide CSV, plain or gzip (told by content). The first line is the header; blank lines are skipped.
 * Times: see `parseTimeMs`. Memory: the numbers and one line.
 * @throws InputError with every fault of the file, each with line and column (the first 50 are listed):
 * `csv/empty`, `csv/no-rows`, `csv/ragged-row`, `csv/not-a-number`, `csv/infinite`, `csv/not-a-time`, `csv/time-order`,
 * `csv/unknown-column`, `csv/missing-column`, `csv/duplicate-column`, `csv/unnamed-column`, `csv/no-time-column`,
 * `csv/no-columns`, `csv/line-too-long`, `csv/quote`, `csv/gzip`, `csv/unreadable`
 */
export async function readCsv(file: string, options: CsvOptions = {}): Promise<CsvTable> {
  const { delimiter = ',', mostRecordBytes = MOST_RECORD_BYTES } = options;
  const faults = faultList(file);
  let rows: RowReader | undefined;
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    max_record_size: mostRecordBytes,
    raw: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true, // ragged rows are found here, all of them, not only the first
    // Rows are taken as they come and not passed on, so the parser never queues any.
    on_record(entry: unknown) {
      const { record, raw, info } = entry as { record: string[]; raw: string; info: { lines: number } };
      const line = info.lines;
      if (record.length === 1 && record[0] === '') return null; // a blank line
      if (rows !== undefined) rows.read(record, line, (cell) => cellOffset(raw, cell, delimiter) + 1);
      else
        rows = rowReader(readHeader({ cells: record, raw, line }, { ...options, delimiter }, faults), options, faults);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline([...(await openText(file)), parser]);
  } catch (error) {
    addStreamFault(error, parser.info.lines, mostRecordBytes, faults);
  }
  if (rows === undefined && faults.count === 0) {
    faults.add('csv/empty', 'the file is empty; expected a header line', { line: 1 });
  } else if (rows?.count === 0 && faults.count === 0) {
    faults.add('csv/no-rows', 'there is a header but no row', { line: 1 });
  }
  faults.throwIfAny();
  return { file, ...rows!.finish() }; // no rows means a fault was thrown above
}

interface RowReader {
  readonly count: number;
  read(cells: readonly string[], line: number, columnOf: (cell: number) => number): void;
  finish(): Omit<CsvTable, 'file'>;
}

function rowReader(
  header: CsvHeader,
  { time = 'increasing', infinite = 'refuse' }: CsvOptions,
  faults: FaultList,
): RowReader {
  const times: number[] = [];
  const lines: number[] = [];
  const columns: number[][] = header.columns.map(() => []);
  let count = 0;
  let lastMs = Number.NEGATIVE_INFINITY;

  const readTime = (text: string, line: number, columnOf: (cell: number) => number): number => {
    const timestampMs = parseTimeMs(text);
    const fault = (code: string, message: string, hint?: string) =>
      faults.add(code, message, { line, column: columnOf(header.timeCell) }, hint);
    if (Number.isNaN(timestampMs)) {
      fault('csv/not-a-time', `expected a time in ${JSON.stringify(header.timeColumn)}, got ${quote(text)}`, TIME_HINT);
      return timestampMs;
    }
    if (time === 'increasing' && !(timestampMs > lastMs)) {
      const what = timestampMs === lastMs ? 'repeats the time of the row before' : 'goes back in time';
      fault('csv/time-order', `${quote(text)} ${what}`, ORDER_HINT);
    }
    lastMs = timestampMs;
    return timestampMs;
  };

  return {
    get count() {
      return count;
    },
    read(cells, line, columnOf) {
      count++;
      if (cells.length !== header.width) {
        const column = columnOf(Math.min(cells.length, header.width));
        faults.add('csv/ragged-row', `expected ${header.width} cells, got ${cells.length}`, { line, column });
        return;
      }
      times.push(header.timeCell < 0 ? count - 1 : readTime(cells[header.timeCell]!, line, columnOf));
      lines.push(line);
      header.columns.forEach(({ name, cell }, i) => {
        const text = cells[cell]!;
        const parsed = parseCell(text);
        if (parsed.kind === 'reading') columns[i]!.push(parsed.value);
        else if (parsed.kind === 'infinite' && infinite === 'no-reading') columns[i]!.push(Number.NaN);
        else {
          const [code, wanted] =
            parsed.kind === 'text' ? ['csv/not-a-number', 'a number'] : ['csv/infinite', 'a finite number'];
          const message = `expected ${wanted} in ${JSON.stringify(name)}, got ${quote(text)}`;
          faults.add(code, message, { line, column: columnOf(cell) }, parsed.kind === 'text' ? NUMBER_HINT : undefined);
        }
      });
    },
    finish: () => ({
      timeColumn: header.timeColumn,
      columnNames: header.columns.map(({ name }) => name),
      timestampsMs: Float64Array.from(times),
      columns: columns.map((column) => Float64Array.from(column)),
      lines: Uint32Array.from(lines),
    }),
  };
}

const TIME_HINT = 'times are ISO 8601 (no zone: UTC), "YYYY-MM-DD HH:MM:SS", or epoch seconds or milliseconds';
const ORDER_HINT = 'a manifest with "time": "as-recorded" accepts times that repeat or go back';
const NUMBER_HINT = 'an empty cell, NaN, null, none or NA says that there is no reading';

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}

function addStreamFault(error: unknown, line: number, mostRecordBytes: number, faults: FaultList): void {
  if (error instanceof InputError) {
    for (const { code, message, place, hint } of error.faults) faults.add(code, message, place, hint);
    return;
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (error instanceof CsvError) {
    if (code === 'CSV_MAX_RECORD_SIZE') {
      const hint = 'is this a CSV file with one row per line?';
      faults.add('csv/line-too-long', `a line is longer than ${mostRecordBytes} bytes`, { line }, hint);
    } else faults.add('csv/quote', message, { line }, 'a quote inside a quoted cell is written twice');
  } else if (code.startsWith('Z_')) {
    const what = code === 'Z_BUF_ERROR' ? 'ends in the middle (cut short?)' : 'is damaged';
    faults.add('csv/gzip', `the gzip data ${what}: ${message}`);
  } else throw error;
}

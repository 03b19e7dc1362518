import { parseTimeMs } from '../../telemetry/time-text.ts';
import { numberScanner } from './scan-number.ts';

/** Times and wanted columns of a table, one entry a row. */
export interface ScannedTable {
  readonly columnNames: readonly string[];
  readonly timestampsMs: Float64Array;
  /** In the order wanted. */
  readonly columns: readonly Float64Array[];
}

const [LF, CR, QUOTE, COMMA, ZERO] = [10, 13, 34, 44, 48];
const TIME_BYTES = 19; // 2014-02-14 14:30:00
const SHORTEST_ROW = TIME_BYTES + 3; // a comma, a digit and a line end

/**
 * Reads a table exactly as NAB writes it, straight from its bytes: a first column `timestamp` of times such as
 * `2014-02-14 14:30:00`, then plain decimal numbers; lines end in LF or CR LF. Anything else, wrong or merely unusual
 * (quotes, blanks, empty cells, another time format, a byte order mark, a ragged row), gives null, and the CSV parser
 * has the say. Where it gives a table, `readCsv` gives the same one.
 */
export function scanNabTable(bytes: Uint8Array, wanted: readonly string[]): ScannedTable | null {
  const header = headerOf(bytes);
  if (header === null) return null;
  const { names, width, end } = header;
  const target = names.map((name) => wanted.indexOf(name));
  if (names[0] !== 'timestamp' || wanted.some((name) => names.indexOf(name) < 1)) return null;

  const mostRows = Math.ceil((bytes.length - end) / SHORTEST_ROW) + 1;
  const timestampsMs = new Float64Array(mostRows);
  const columns = wanted.map(() => new Float64Array(mostRows));
  const numbers = numberScanner(bytes);
  const days = dayReader(bytes);
  let row = 0;
  let at = end;
  while (at < bytes.length) {
    const timeMs = days.timeAt(at);
    if (Number.isNaN(timeMs)) return null;
    timestampsMs[row] = timeMs;
    at += TIME_BYTES;
    for (let cell = 1; cell < width; cell++) {
      if (bytes[at] !== COMMA) return null;
      const column = target[cell]!;
      at = numbers.scan(at + 1, column >= 0);
      if (at < 0) return null;
      if (column >= 0) columns[column]![row] = numbers.value();
    }
    if (bytes[at] === CR) at++;
    if (at < bytes.length && bytes[at] !== LF) return null;
    if (at === bytes.length && bytes[at - 1] === CR) return null;
    at++;
    row++;
  }
  if (row === 0) return null;
  return {
    columnNames: names.slice(1),
    timestampsMs: timestampsMs.slice(0, row),
    columns: columns.map((column) => column.slice(0, row)),
  };
}

function headerOf(
  bytes: Uint8Array,
): { readonly names: string[]; readonly width: number; readonly end: number } | null {
  const lineEnd = bytes.indexOf(LF);
  if (lineEnd < 0) return null;
  const line = bytes.subarray(0, bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd);
  if (line.some((byte) => byte < 32 || byte > 126 || byte === QUOTE)) return null;
  const names = String.fromCharCode(...line).split(',');
  const plain = names.every((name, i) => name !== '' && name === name.trim() && names.indexOf(name) === i);
  return plain && names.length > 1 ? { names, width: names.length, end: lineEnd + 1 } : null;
}

/** Most rows are of the same day as the row before, so a date is read once a day. */
function dayReader(bytes: Uint8Array) {
  let knownAt = -1; // where the date stands that `dayMs` is of
  let dayMs = Number.NaN;
  const two = (at: number): number => {
    const [tens, ones] = [bytes[at]! - ZERO, bytes[at + 1]! - ZERO];
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
  };
  const isKnown = (at: number): boolean => {
    if (knownAt < 0) return false;
    for (let i = 9; i >= 0; i--) if (bytes[at + i] !== bytes[knownAt + i]) return false;
    return true;
  };
  return {
    /** Time of the text that begins there; NaN when it is not exactly of the one form. */
    timeAt(at: number): number {
      if (at + TIME_BYTES > bytes.length) return Number.NaN;
      if (!isKnown(at)) {
        dayMs = parseTimeMs(String.fromCharCode(...bytes.subarray(at, at + 10)));
        // Ten bytes may also be an epoch number, which is no date.
        if (bytes[at + 4] !== 45 || bytes[at + 7] !== 45) return Number.NaN;
        knownAt = at;
      }
      const [hour, minute, second] = [two(at + 11), two(at + 14), two(at + 17)];
      const separated = bytes[at + 10] === 32 && bytes[at + 13] === 58 && bytes[at + 16] === 58;
      if (!separated || !(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
      return dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
    },
  };
}

import { cellOffset } from './csv-cell.ts';
import type { FaultList } from './fault-list.ts';
import { suggestionHint } from './suggest.ts';

/** Which cell of a row is what. */
export interface CsvHeader {
  readonly width: number;
  /** -1: no column is the time. */
  readonly timeCell: number;
  readonly timeColumn: string;
  /** Names and cells of all other columns, in the order wanted. */
  readonly columns: readonly { readonly name: string; readonly cell: number }[];
}

const TIME_NAMES = ['timestamp', 'time', 'datetime', 'date', 'ts', 'timestamp_ms', 'time_ms', 'epoch'];

interface HeaderOptions {
  readonly delimiter: string;
  readonly timeColumn?: string;
  readonly expected?: readonly string[];
  readonly timeless?: 'never' | 'one-column' | 'always';
}

/**
 * Reads the header. Without `timeColumn` the time column is the first one named like a time, or else the first one.
 * With `expected`, exactly those columns must be there (in any order), and they come back in that order.
 */
export function readHeader(
  { cells, raw, line }: { readonly cells: readonly string[]; readonly raw: string; readonly line: number },
  { delimiter, timeColumn, expected, timeless = 'never' }: HeaderOptions,
  faults: FaultList,
): CsvHeader {
  const names = cells.map((cell) => cell.trim());
  const placeOf = (cell: number) => ({ line, column: cellOffset(raw, cell, delimiter) + 1 });
  names.forEach((name, cell) => {
    if (name === '') faults.add('csv/unnamed-column', `column ${cell + 1} has no name`, placeOf(cell));
    else if (names.indexOf(name) < cell) {
      const first = names.indexOf(name) + 1;
      faults.add('csv/duplicate-column', `column ${JSON.stringify(name)} is already column ${first}`, placeOf(cell));
    }
  });
  const isTimeless = timeless === 'always' || (timeless === 'one-column' && names.length === 1);
  const timeCell = isTimeless ? -1 : findTimeCell(names, timeColumn);
  if (timeCell === -1 && !isTimeless) {
    const hint = suggestionHint(timeColumn!, names); // -1 only where a name was asked for
    faults.add('csv/no-time-column', `no column ${JSON.stringify(timeColumn)} for the time`, { line }, hint);
  }
  const others = names.flatMap((name, cell) => (cell === timeCell ? [] : [{ name, cell }]));
  if (others.length === 0) {
    const wrong = [';', '\t', '|'].find((character) => raw.includes(character) && character !== delimiter);
    const hint = wrong && `columns are separated by commas here; this line holds ${JSON.stringify(wrong)}`;
    faults.add('csv/no-columns', 'expected a time column and at least one other column', { line }, hint);
  }
  const columns = expected === undefined ? others : arrange(others, expected, line, placeOf, faults);
  return { width: names.length, timeCell, timeColumn: names[timeCell] ?? '', columns };
}

function findTimeCell(names: readonly string[], timeColumn: string | undefined): number {
  if (timeColumn !== undefined) return names.indexOf(timeColumn);
  return Math.max(
    0,
    names.findIndex((name) => TIME_NAMES.includes(name.toLowerCase())),
  );
}

function arrange(
  found: CsvHeader['columns'],
  expected: readonly string[],
  line: number,
  placeOf: (cell: number) => { line: number; column: number },
  faults: FaultList,
): CsvHeader['columns'] {
  const missing = expected.filter((name) => !found.some((column) => column.name === name));
  for (const { name, cell } of found) {
    if (expected.includes(name)) continue;
    faults.add(
      'csv/unknown-column',
      `unknown column ${JSON.stringify(name)}`,
      placeOf(cell),
      suggestionHint(name, missing),
    );
  }
  for (const name of missing) faults.add('csv/missing-column', `no column ${JSON.stringify(name)}`, { line });
  return expected.flatMap((name) => found.find((column) => column.name === name) ?? []);
}

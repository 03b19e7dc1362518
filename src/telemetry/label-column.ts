import type { CsvTable } from './csv.ts';
import { faultList } from './fault-list.ts';
import type { Incident } from './recording.ts';

/**
 * Runs of ones in a 0/1 column as incidents, from the first to the last row of each run.
 * @throws InputError `csv/label` for every cell that is neither 0 nor 1
 */
export function incidentsFromColumn(id: string, table: CsvTable, label: number): Incident[] {
  const faults = faultList(table.file);
  const incidents: Incident[] = [];
  const column = table.columns[label]!;
  let firstRow = -1;
  for (let row = 0; row <= column.length; row++) {
    const value = row === column.length ? 0 : column[row]!; // a run may last to the end
    if (value !== 0 && value !== 1) {
      const got = Number.isNaN(value) ? 'nothing' : value;
      const message = `expected 0 or 1 in ${JSON.stringify(table.columnNames[label])}, got ${got}`;
      faults.add('csv/label', message, { line: table.lines[row]! });
    }
    if (value === 1 && firstRow === -1) firstRow = row;
    if (value !== 1 && firstRow !== -1) {
      const times = table.timestampsMs.subarray(firstRow, row);
      const [startMs, endMs] = [Math.min(...ends(times)), Math.max(...ends(times))];
      incidents.push({ id: `${id}#${incidents.length + 1}`, startMs, endMs, kind: 'anomaly' });
      firstRow = -1;
    }
  }
  faults.throwIfAny();
  return incidents;
}

/** Times may go back where they are as recorded. */
const ends = (times: Float64Array): [number, number] => [times[0]!, times[times.length - 1]!];

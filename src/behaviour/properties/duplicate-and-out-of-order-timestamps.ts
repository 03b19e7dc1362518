import fc from 'fast-check';
import { rowCount, sliceRows } from '../../telemetry/recording.ts';
import { whenRepeatable } from '../applicability.ts';
import { anyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { MOST_ROWS_JUDGED } from '../cases/case-rows.ts';
import { startRow, type Telemetry } from '../cases/telemetry.ts';
import { numberOf, type Property, type StudyContext } from '../property.ts';
import { firstDifference, firstFault, firstOf, watch, watchEveryWay } from '../watch.ts';

/** A row whose timestamp is that of an earlier row; `rowsLate` 1: a duplicate of its neighbour. */
interface LateRow {
  readonly rowsBeforeEnd: number;
  readonly rowsLate: number;
}

/** Public corpora hold both: several NAB files repeat a timestamp or step back in time once. */
export const duplicateAndOutOfOrderTimestamps: Property = {
  id: 'duplicate-and-out-of-order-timestamps',
  version: 1,
  claim: 'Repeated and reversed timestamps get defined verdicts, and the past still does not depend on the future.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: withLateRows,
  async holds({ watcher }, example) {
    const { watched } = example;
    const cut = numberOf(example, 'cut');
    return (
      firstOf(watchEveryWay(watcher, watched), (verdicts) => firstFault(verdicts, rowCount(watched))) ??
      firstDifference(
        { name: `when the recording ends after row ${cut}`, verdicts: watch(watcher, sliceRows(watched, 0, cut)) },
        { name: 'when it goes on', verdicts: watch(watcher, watched).slice(0, cut) },
      )
    );
  },
};

function withLateRows(context: StudyContext) {
  const lateRow: fc.Arbitrary<LateRow> = fc.record({
    rowsBeforeEnd: fc.nat({ max: MOST_ROWS_JUDGED }),
    rowsLate: fc.integer({ min: 1, max: 10 }),
  });
  return fc
    .tuple(anyTelemetry(context), fc.array(lateRow, { minLength: 1, maxLength: 4, size: 'max' }), fc.nat({ max: 1000 }))
    .map(([telemetry, lateRows, permille]) => {
      const cut = Math.floor((rowCount(telemetry.recording) * permille) / 1000);
      return caseOf(makeLate(telemetry, lateRows), { cut });
    });
}

function makeLate({ recording, story }: Telemetry, lateRows: readonly LateRow[]): Telemetry {
  const timestampsMs = recording.timestampsMs.slice();
  const late = lateRows.map(({ rowsBeforeEnd, rowsLate }) => {
    const row = startRow(timestampsMs.length, { rowsBeforeEnd });
    const like = Math.max(0, row - rowsLate);
    timestampsMs[row] = recording.timestampsMs[like]!;
    return `row ${row + 1} has the timestamp of row ${like + 1}`;
  });
  return { recording: { ...recording, timestampsMs }, story: [...story, ...late] };
}

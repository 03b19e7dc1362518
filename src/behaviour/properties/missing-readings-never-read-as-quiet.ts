import fc from 'fast-check';
import { AS_WRITTEN_THRESHOLD } from '../../contenders/contract.ts';
import { rowCount } from '../../telemetry/recording.ts';
import { whenWarmInTime } from '../applicability.ts';
import { anyTelemetry, caseOf } from '../cases/any-telemetry.ts';
import { numberOf, type Property } from '../property.ts';
import { describeVerdict, firstOf, watchEveryWay } from '../watch.ts';

/** Most rows in a row without a reading: a scrape that failed for a while, not a system that is gone. */
const MOST_ROWS_MISSING = 8;

export const missingReadingsNeverReadAsQuiet: Property = {
  id: 'missing-readings-never-read-as-quiet',
  version: 1,
  claim: 'A row on which no channel has a reading is abstained on or alerts; it is never scored as quiet.',
  scope: { claimed: 'missing-readings-never-read-as-quiet' },
  kind: 'frozen',
  appliesTo: whenWarmInTime,
  arbitrary: (context) =>
    fc
      .tuple(
        anyTelemetry(context, { gaps: false, short: false }),
        fc.record({ back: fc.nat({ max: 20 }), rows: fc.integer({ min: 1, max: MOST_ROWS_MISSING }) }),
      )
      .map(([{ recording, story }, gap]) => {
        const rows = rowCount(recording);
        const from = Math.max(context.shape.warmupRows, rows - 1 - gap.back);
        const to = Math.min(rows, from + gap.rows);
        const columns = recording.columns.map((column) => column.slice().fill(Number.NaN, from, to));
        const gapStory = `no readings on any channel from row ${from + 1} to ${to}`;
        return caseOf({ recording: { ...recording, columns }, story: [...story, gapStory] }, { from, to });
      }),
  async holds({ watcher }, example) {
    const from = numberOf(example, 'from');
    return firstOf(watchEveryWay(watcher, example.watched), (verdicts) =>
      firstOf(verdicts.slice(from, numberOf(example, 'to')).entries(), ([i, verdict]) =>
        verdict.kind === 'scored' && !(verdict.score >= AS_WRITTEN_THRESHOLD)
          ? `row ${from + i + 1} has no reading and ${describeVerdict(verdict)}`
          : null,
      ),
    );
  },
};

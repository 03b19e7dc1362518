import fc from 'fast-check';
import { rowCount } from '../../telemetry/recording.ts';
import { always } from '../applicability.ts';
import { anyParameters, caseOf } from '../cases/any-telemetry.ts';
import { buildTelemetry } from '../cases/telemetry.ts';
import type { Property } from '../property.ts';
import { firstFault, firstOf, watchEveryWay } from '../watch.ts';

export const emptyOneRowAndShortRecordings: Property = {
  id: 'empty-one-row-and-short-recordings',
  version: 1,
  claim: 'Recordings with no row, one row, or fewer rows than its warm-up get a defined verdict for each row.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: always,
  arbitrary: (context) =>
    fc
      .tuple(
        anyParameters(context),
        fc.oneof(fc.constant(0), fc.constant(1), fc.nat({ max: context.shape.warmupRows + 1 })),
      )
      .map(([parameters, rows]) => caseOf(buildTelemetry(context.shape, { ...parameters, rows }))),
  async holds({ watcher }, { watched }) {
    watcher.open(watched.channels).snapshot(); // of a session that has seen nothing yet
    return firstOf(watchEveryWay(watcher, watched), (verdicts) => firstFault(verdicts, rowCount(watched)));
  },
};

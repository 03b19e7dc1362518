import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { firstOf, watchEveryWay } from '../watch.ts';

export const binaryScoresAreBinary: Property = {
  id: 'binary-scores-are-binary',
  version: 1,
  claim: 'A contender that declares binary scores scores 0 or 1 and nothing else.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: ({ score }) => (score === 'binary' ? null : 'it declares graded scores'),
  arbitrary: watchedTelemetry,
  async holds({ watcher }, { watched }) {
    return firstOf(watchEveryWay(watcher, watched), (verdicts) =>
      firstOf(verdicts.entries(), ([row, verdict]) =>
        verdict.kind === 'scored' && verdict.score !== 0 && verdict.score !== 1
          ? `row ${row + 1}: scored ${verdict.score}`
          : null,
      ),
    );
  },
};

import { whenWarmInTime } from '../applicability.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { firstOf, watchEveryWay } from '../watch.ts';

export const warmupIsHonoured: Property = {
  id: 'warmup-is-honoured',
  version: 1,
  claim: 'Where no reading is missing, every row after the declared warm-up is scored.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenWarmInTime,
  arbitrary: (context) => watchedTelemetry(context, { gaps: false, short: false }),
  async holds({ contender, watcher }, { watched }) {
    const { warmupRows } = contender.traits;
    return firstOf(watchEveryWay(watcher, watched), (verdicts) =>
      firstOf(verdicts.entries(), ([row, verdict]) =>
        row >= warmupRows && verdict.kind === 'abstained'
          ? `row ${row + 1} abstained (${verdict.reason}) after a declared warm-up of ${warmupRows} rows`
          : null,
      ),
    );
  },
};

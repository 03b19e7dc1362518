import { sliceRows } from '../../telemetry/recording.ts';
import { whenRepeatable } from '../applicability.ts';
import { telemetryWithCut } from '../cases/telemetry-with-cut.ts';
import { numberOf, type Property } from '../property.ts';
import { firstDifference, watch } from '../watch.ts';

/** Fails for centred windows and whole-recording normalisation, so it is a leakage detector too. */
export const futureDoesNotChangeThePast: Property = {
  id: 'future-does-not-change-the-past',
  version: 1,
  claim: 'The verdicts on the start of a recording are the same whatever comes after it.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: telemetryWithCut,
  async holds({ watcher }, example) {
    const cut = numberOf(example, 'cut');
    const alone = watch(watcher, sliceRows(example.watched, 0, cut));
    const followed = watch(watcher, example.watched).slice(0, cut);
    return firstDifference(
      { name: `when the recording ends after row ${cut}`, verdicts: alone },
      { name: 'when it goes on', verdicts: followed },
    );
  },
};

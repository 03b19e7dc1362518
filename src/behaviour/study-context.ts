import type { Contender, Watcher } from '../contenders/contract.ts';
import type { LabelledRecording } from '../telemetry/recording.ts';
import { telemetryShape } from './cases/telemetry-shape.ts';
import type { StudyContext } from './property.ts';
import { rawAsChannels } from './raw-channels.ts';
import { MOST_REFIT_ROWS, mostTrainingRows, trainingExcerpt } from './training-excerpt.ts';

export interface StudySubject {
  readonly contender: Contender;
  readonly train: readonly LabelledRecording[];
  readonly seed: number;
}

/** Trains once, lends the context out, and disposes of every watcher it made, whatever happens. */
export async function withStudyContext<T>(
  { contender, train: recorded, seed }: StudySubject,
  use: (context: StudyContext) => Promise<T>,
): Promise<T> {
  const { traits } = contender;
  const train = (contender.reads && rawAsChannels(recorded, (labels) => contender.reads!(labels))) ?? recorded;
  const channels = train[0]?.recording.columns.length ?? 0;
  const mostRows = mostTrainingRows(channels);
  const training = trainingExcerpt(train, mostRows, traits);
  const refitTraining = trainingExcerpt(train, Math.min(MOST_REFIT_ROWS, mostRows), traits);
  const shape = telemetryShape(training, traits);
  const watcher = await contender.fit({ train: training, seed });
  const restored = once(() => contender.restore(watcher.artefact()));
  const baseline = once(() => contender.fit({ train: refitTraining, seed }));
  try {
    return await use({
      contender,
      training,
      refitTraining,
      seed,
      shape,
      watcher,
      restored: restored.get,
      baseline: baseline.get,
    });
  } finally {
    for (const extra of [restored, baseline]) extra.made()?.dispose();
    watcher.dispose();
  }
}

/** Makes a watcher when first asked and the same one ever after. A failure to make it is not remembered. */
function once(make: () => Promise<Watcher>): { get(): Promise<Watcher>; made(): Watcher | null } {
  let made: Watcher | null = null;
  return {
    async get() {
      made ??= await make();
      return made;
    },
    made: () => made,
  };
}

import { AS_WRITTEN_THRESHOLD, backendOf, type Contender, type Watcher } from '../contenders/contract.ts';
import { InputError } from '../faults.ts';
import type { ContenderInfo } from '../record/schema.ts';
import { replay } from '../replay/replay.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import { type Channel, channelName, type Recording, rowCount, samplingStepMs } from '../telemetry/recording.ts';
import { type ArtefactFile, artefactFile } from './artefact-file.ts';
import { assignmentsOf, protocolOf } from './assignments.ts';

export interface FitInput {
  readonly contender: Contender;
  readonly info: ContenderInfo;
  readonly dataset: Dataset;
  readonly seed: number;
  /** Version of watchbench. */
  readonly writtenBy: string;
}

/**
 * A contender that has learned from the training part of a dataset, as a file.
 * @throws InputError `fit/several-parts` where each recording brings its own learning part, `fit/no-training`,
 * `fit/learned-nothing` where it then abstains on every row it has learned from
 */
export async function fitArtefact({ contender, info, dataset, seed, writtenBy }: FitInput): Promise<ArtefactFile> {
  const train = trainingRecordings(dataset);
  const watcher = await contender.fit({ train: train.labelled, seed });
  try {
    assertLearned(watcher, train.recordings);
    return artefactFile({
      writtenBy,
      contender: info,
      seed,
      data: describeData(dataset, train.recordings),
      backend: backendOf(watcher),
      threshold: AS_WRITTEN_THRESHOLD,
      learned: Buffer.from(watcher.artefact()).toString('base64'),
    });
  } finally {
    watcher.dispose();
  }
}

function trainingRecordings(dataset: Dataset) {
  const assignments = assignmentsOf(dataset, protocolOf(dataset));
  if (assignments.length > 1) {
    throw InputError.of(
      'fit/several-parts',
      `each of the ${assignments.length} recordings of ${dataset.name} brings its own part to learn from, and a file holds one contender`,
      undefined,
      'choose one with --select',
    );
  }
  const labelled = (assignments[0]?.train ?? []).filter(({ recording }) => rowCount(recording) > 0);
  if (labelled.length === 0) {
    throw InputError.of('fit/no-training', `${dataset.name} has no recording to learn from (role train)`);
  }
  return { labelled, recordings: labelled.map(({ recording }) => recording) };
}

function assertLearned(watcher: Watcher, recordings: readonly Recording[]): void {
  const reasons = new Set<string | undefined>();
  for (const recording of recordings) for (const reason of replay(watcher, recording).abstentions) reasons.add(reason);
  if (reasons.has(undefined)) return;
  const why = [...reasons].slice(0, 3).join('; ');
  throw InputError.of('fit/learned-nothing', `it abstains on every row it has learned from: ${why}`);
}

function describeData(dataset: Dataset, recordings: readonly Recording[]): ArtefactFile['data'] {
  const steps = recordings.map(samplingStepMs).filter((step) => !Number.isNaN(step));
  const channels = new Map<string, Channel>();
  for (const recording of recordings)
    for (const channel of recording.channels) channels.set(channelName(channel), channel);
  return {
    name: dataset.name,
    title: dataset.title,
    licence: dataset.licence,
    digest: dataset.digest,
    recordings: recordings.map((recording) => ({
      id: recording.id,
      rows: rowCount(recording),
      startMs: recording.timestampsMs[0]!, // it has rows
      endMs: recording.timestampsMs.at(-1)!,
    })),
    stepMs: steps.sort((a, b) => a - b)[steps.length >> 1] ?? null,
    channels: [...channels].map(([name, { unit, kind }]) => ({ name, unit, kind })),
  };
}

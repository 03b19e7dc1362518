import { seededRandom } from '../../src/chance.ts';
import { sha256 } from '../../src/digest.ts';
import { canonicalJson } from '../../src/json.ts';
import type { Errand } from '../../src/record/errand.ts';
import { assignmentsOf } from '../../src/run/assignments.ts';
import type { WatchbenchConfig } from '../../src/run/config.ts';
import { failureOf } from '../../src/run/failure.ts';
import type { ErrandOutcome } from '../../src/run/process-pool.ts';
import { runTuningErrand, type TuningErrand } from '../../src/run/tuning-errands.ts';
import type { Dataset, DatasetRecording } from '../../src/telemetry/dataset.ts';
import type { Incident } from '../../src/telemetry/recording.ts';
import type { TuneInput } from '../../src/tuner/run-trials.ts';
import { tune } from '../../src/tuner/tune.ts';
import { makeTunePlan } from '../../src/tuner/tune-plan.ts';
import type { Tuned, TuneReport } from '../../src/tuner/tune-report.ts';

const STEP_MS = 300_000;
const DAY_MS = 86_400_000;
const ROWS = 400;
const LEARNED_ROWS = 60;

/** One noisy channel; an incident lifts it by less than noise sometimes does, so that nobody finds them all. */
function recordingOf(index: number, role: DatasetRecording['role']): DatasetRecording {
  const random = seededRandom(100 + index);
  const startMs = index * 10 * DAY_MS; // recordings never share a moment, so a moment gives the recording away
  const timestampsMs = Float64Array.from({ length: ROWS }, (_, row) => startMs + row * STEP_MS);
  const incidents: Incident[] = [120, 220, 330].map((at, i) => {
    const row = at + Math.floor(random() * 30);
    return { id: `i${i}`, startMs: timestampsMs[row]!, endMs: timestampsMs[row + 4]!, kind: 'lift' };
  });
  const lifted = (ms: number) => incidents.some(({ startMs, endMs }) => ms >= startMs && ms <= endMs);
  const values = timestampsMs.map((ms) => random() * 4 + random() * 4 + (lifted(ms) ? 0.5 : 0));
  const id = `r${index}`;
  return {
    recording: {
      id,
      channels: [{ labels: { __name__: 'load' }, unit: '1', kind: 'gauge' }],
      timestampsMs,
      columns: [values],
    },
    incidents: role === 'train' ? [] : incidents,
    benign: [],
    role,
    group: id,
    scoredFromRow: role === 'train-then-test' ? LEARNED_ROWS : 0,
  };
}

export function datasetOf(roles: readonly DatasetRecording['role'][]): Dataset {
  const recordings = roles.map((role, i) => recordingOf(i, role));
  return withDigest({
    name: 'small',
    title: 'Small',
    licence: 'CC0-1.0',
    source: 'drawn for a test',
    digest: '',
    channels: recordings[0]!.recording.channels,
    recordings,
    rulesFile: null,
  });
}

/** Under `leave-one-out`. */
export const FOLDED = datasetOf(Array.from({ length: 5 }, () => 'train-then-test' as const));
/** Under `split`. */
export const SPLIT = datasetOf(['train', 'validation', 'validation', 'test', 'test']);

/** The same readings, other labels in one recording. */
export function relabelled(dataset: Dataset, id: string, incidents: readonly Incident[]): Dataset {
  return withDigest({
    ...dataset,
    recordings: dataset.recordings.map((entry) => (entry.recording.id === id ? { ...entry, incidents } : entry)),
  });
}

function withDigest(dataset: Dataset): Dataset {
  const labels = dataset.recordings.map(({ recording, incidents }) => [
    recording.id,
    incidents.map(({ startMs }) => startMs),
  ]);
  return { ...dataset, digest: sha256(canonicalJson(labels as never)) };
}

/** Where each recording's incidents are, for a contender that should not know. */
export const answersOf = ({ recordings }: Dataset) =>
  Object.fromEntries(
    recordings.map(({ recording, incidents }) => [
      recording.id,
      incidents.map(({ startMs, endMs }) => [startMs, endMs]),
    ]),
  );

export const CONFIG: WatchbenchConfig = {
  accuracy: { primaryMetric: 'event-f1', thresholdTrials: 30, bootstrapResamples: 100 },
  policy: { cooldown: '1h' },
};

/** Everything a tune needs, in this process. */
export async function inputOf(
  dataset: Dataset,
  config: WatchbenchConfig,
  changes: Partial<TuneInput> = {},
): Promise<TuneInput> {
  const tunePlan = await makeTunePlan({ ...CONFIG, ...config }, dataset);
  const { plan } = tunePlan;
  const data = { assignmentsFor: async () => assignmentsOf(dataset, plan.protocol) };
  const runErrand = (errand: Errand): Promise<ErrandOutcome> =>
    runTuningErrand(errand as TuningErrand, { plan, data }).then(
      (report) => ({ kind: 'done', report }) as const,
      failureOf,
    );
  return {
    tunePlan,
    runErrand,
    jobs: 2,
    store: null,
    onEvent: () => {},
    signal: new AbortController().signal,
    budgetMs: null,
    nowMs: () => 0,
    ...changes,
  };
}

export const tuneHere = async (dataset: Dataset, config: WatchbenchConfig): Promise<TuneReport> =>
  tune(await inputOf(dataset, config));

export function tunedOf(report: TuneReport, name: string): Tuned {
  const found = report.contenders.find((contender) => contender.name === name);
  if (found?.kind !== 'tuned') throw new Error(`${name} was not tuned`);
  return found;
}

export function figureOf(value: { readonly kind: string; readonly value?: number }): number {
  if (value.kind !== 'defined') throw new Error(`expected a figure, got ${JSON.stringify(value)}`);
  return value.value!;
}

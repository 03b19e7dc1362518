import { type Recording, rowCount } from '../../../telemetry/recording.ts';
import type {
  CountsTensors,
  NamesBackend,
  PromisesFalseAlarms,
  RunsOnAnotherEngine,
  Session,
  Verdict,
  Watcher,
} from '../../contract.ts';
import { decodeState, encodeState } from '../../state-codec.ts';
import type { Backend } from '../backend.ts';
import { compiledFrom } from '../backend-text.ts';
import { channelMismatch } from '../channel-mismatch.ts';
import { type Inference, openInference } from '../inference.ts';
import { openForInference } from '../open-backend.ts';
import { liveTensorCount } from '../tensorflow.ts';
import { ForecastWatch, type ForecastWatchState } from './forecast-watch.ts';
import { encodeForecaster, type LearnedForecaster } from './learned-forecaster.ts';

type Trained = Extract<LearnedForecaster, { kind: 'trained' }>;

/** Rows per call when a whole recording is replayed on a backend. */
const REPLAY_BATCH = 512;

const abstained = (reason: string): Verdict => ({ kind: 'abstained', reason });

/** Abstains on every row: the channels are not those it knows, or it has learned nothing. */
const mute = (reason: string): Session => ({ observe: () => abstained(reason), snapshot: () => encodeState(null) });

/** A watcher that has nothing to say, and says why. */
export function untrainedForecaster(reason: string): Watcher {
  return { open: () => mute(reason), artefact: () => encodeForecaster({ kind: 'untrained', reason }), dispose() {} };
}

type ForecasterWatcher = Watcher &
  CountsTensors &
  NamesBackend &
  Partial<RunsOnAnotherEngine> &
  Partial<PromisesFalseAlarms>;

/** @param backend null: inference is compiled, and replaying row by row is the fastest there is */
export function forecasterWatcher(learned: Trained, backend: Backend | null): ForecasterWatcher {
  const channels = learned.channels.map(({ channel }) => channel);
  const inferences = learned.channels.map(({ members }) => openInference(backend, learned.layers, members, 1));
  let isDisposed = false;
  const guard = () => {
    if (isDisposed) throw new Error('the watcher was disposed of');
  };
  const replayAll = (recording: Recording): Verdict[] => {
    guard();
    const mismatch = channelMismatch(channels, recording.channels);
    if (mismatch !== null) return Array.from(recording.timestampsMs, () => abstained(mismatch));
    return replayInBatches(new ForecastWatch(learned, recording.channels), inferences, recording);
  };
  const onOtherEngine = async () => {
    guard();
    return forecasterWatcher(learned, backend === null ? await openForInference(learned.trainedOn ?? 'auto', 1) : null);
  };
  return {
    backend: backend?.name ?? compiledFrom(learned.trainedOn),
    open(given, from) {
      guard();
      const mismatch = channelMismatch(channels, given);
      if (mismatch !== null) return mute(mismatch);
      return openSession(
        new ForecastWatch(learned, given, from && (decodeState(from) as ForecastWatchState)),
        inferences,
        guard,
      );
    },
    ...(backend !== null && { replayAll }),
    ...promiseOf(learned),
    artefact: () => encodeForecaster(learned),
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      for (const inference of inferences) inference.dispose();
    },
    liveTensorCount,
    ...(learned.late.kind === 'none' && { onOtherEngine }), // networks that learn on are compiled, always
  };
}

function promiseOf({ calibration, channels, scoring }: Trained): Partial<PromisesFalseAlarms> {
  if (calibration === undefined) return {};
  const { by, falseAlarmRate } = calibration;
  const { smoothingRows } = scoring;
  const reachRows = channels[0]!.shape.lags + smoothingRows; // there is a channel
  return { promise: { by, falseAlarmRate, reachRows, smoothingRows } };
}

function openSession(watch: ForecastWatch, inferences: readonly Inference[], guard: () => void): Session {
  const question = watch.question();
  return {
    observe({ timestampMs, values }) {
      guard();
      watch.push(timestampMs, values, question);
      return watch.judge(question, (c, { inputs }) => ({ forecasts: inferences[c]!.run(inputs), at: 0 }));
    },
    snapshot: () => encodeState(watch.state()),
  };
}

/** A call per channel for many rows at once: only networks that stay as they were can be asked ahead. */
function replayInBatches(watch: ForecastWatch, inferences: readonly Inference[], recording: Recording): Verdict[] {
  const values = new Float64Array(recording.columns.length);
  const verdicts: Verdict[] = [];
  for (let from = 0; from < rowCount(recording); from += REPLAY_BATCH) {
    const rows = Math.min(REPLAY_BATCH, rowCount(recording) - from);
    const questions = Array.from({ length: rows }, (_, i) => {
      for (let c = 0; c < values.length; c++) values[c] = recording.columns[c]![from + i]!;
      const question = watch.question();
      watch.push(recording.timestampsMs[from + i]!, values, question);
      return question;
    });
    const forecasts = inferences.map((inference, c) =>
      inference.run(endToEnd(questions.map((asked) => asked.channels[c]!.inputs))),
    );
    for (const [at, question] of questions.entries()) {
      verdicts.push(watch.judge(question, (c) => ({ forecasts: forecasts[c]!, at })));
    }
  }
  return verdicts;
}

function endToEnd(inputs: readonly Float32Array[]): Float32Array {
  const width = inputs[0]?.length ?? 0;
  const out = new Float32Array(inputs.length * width);
  for (const [row, values] of inputs.entries()) out.set(values, row * width);
  return out;
}

import { type Channel, channelName, type Recording, rowCount } from '../../telemetry/recording.ts';
import type {
  CountsTensors,
  NamesBackend,
  PromisesFalseAlarms,
  RunsOnAnotherEngine,
  Session,
  Verdict,
  Watcher,
} from '../contract.ts';
import { decodeState, encodeState } from '../state-codec.ts';
import type { Backend } from './backend.ts';
import { compiledFrom } from './backend-text.ts';
import { reconstructionCauses } from './causes.ts';
import { channelMismatch } from './channel-mismatch.ts';
import { type Inference, type Outputs, openInference } from './inference.ts';
import { encodeLearned, type Learned } from './learned.ts';
import { layersOf } from './network.ts';
import { openForInference } from './open-backend.ts';
import { meanChannelErrors, meanNewestRow } from './reconstruction.ts';
import { ErrorScorer, type ErrorScorerState } from './score.ts';
import { liveTensorCount } from './tensorflow.ts';
import { endToEnd, type FullWindow, WindowKeeper, type WindowKeeperState } from './windows.ts';

type Trained = Extract<Learned, { kind: 'trained' }>;
type SessionState = { readonly keeper: WindowKeeperState; readonly scorer: ErrorScorerState };

/** Windows per call when a whole recording is replayed; more gain nothing at these sizes and cost memory. */
const REPLAY_BATCH = 512;

const abstained = (reason: string): Verdict => ({ kind: 'abstained', reason });

/** Abstains on every row: the channels are not those it knows, or it has learned nothing. */
const mute = (reason: string): Session => ({ observe: () => abstained(reason), snapshot: () => encodeState(null) });

/** A watcher that has nothing to say, and says why. */
export function untrainedWatcher(learned: Extract<Learned, { kind: 'untrained' }>): Watcher {
  return { open: () => mute(learned.reason), artefact: () => encodeLearned(learned), dispose() {} };
}

type AutoencoderWatcher = Watcher & CountsTensors & NamesBackend & RunsOnAnotherEngine & Partial<PromisesFalseAlarms>;

/** @param backend null: inference is compiled */
export function autoencoderWatcher(learned: Trained, backend: Backend | null): AutoencoderWatcher {
  const { channels } = learned.shape;
  const { hidden } = learned.size;
  const network = openInference(backend, layersOf(learned.size), learned.members, channels.length);
  let isDisposed = false;
  const guard = () => {
    if (isDisposed) throw new Error('the watcher was disposed of');
  };
  return {
    backend: backend?.name ?? compiledFrom(learned.backend),
    open(given, from) {
      guard();
      const mismatch = channelMismatch(channels, given);
      if (mismatch !== null) return mute(mismatch);
      const watch = new Watch(learned, given, from && (decodeState(from) as SessionState));
      return {
        observe({ timestampMs, values }) {
          guard();
          const answer = watch.push(timestampMs, values);
          return typeof answer === 'string' ? watch.skip(answer) : watch.judge(answer, network.run(answer.input), 0);
        },
        snapshot: () => encodeState(watch.state()),
      };
    },
    replayAll(recording) {
      guard();
      const mismatch = channelMismatch(channels, recording.channels);
      if (mismatch !== null) return Array.from(recording.timestampsMs, () => abstained(mismatch));
      return replayInBatches(new Watch(learned, recording.channels), network, recording);
    },
    artefact: () => encodeLearned(learned),
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      network.dispose();
    },
    ...promiseOf(learned),
    liveTensorCount,
    async onOtherEngine() {
      guard();
      return autoencoderWatcher(learned, backend === null ? await openForInference(learned.backend, hidden) : null);
    },
  };
}

function promiseOf({ shape, scoring }: Trained): Partial<PromisesFalseAlarms> {
  const { calibration, smoothingRows } = scoring;
  if (calibration === undefined) return {};
  const { by, falseAlarmRate } = calibration;
  return { promise: { by, falseAlarmRate, reachRows: shape.rows + smoothingRows, smoothingRows } };
}

function replayInBatches(watch: Watch, network: Inference, recording: Recording): Verdict[] {
  const values = new Float64Array(recording.columns.length);
  const verdicts: Verdict[] = [];
  for (let from = 0; from < rowCount(recording); from += REPLAY_BATCH) {
    const answers: (FullWindow | string)[] = [];
    for (let row = from; row < Math.min(rowCount(recording), from + REPLAY_BATCH); row++) {
      for (let c = 0; c < values.length; c++) values[c] = recording.columns[c]![row]!;
      answers.push(watch.push(recording.timestampsMs[row]!, values));
    }
    const outputs = network.run(endToEnd(answers.filter((answer) => typeof answer !== 'string')));
    let next = 0;
    for (const answer of answers) {
      verdicts.push(typeof answer === 'string' ? watch.skip(answer) : watch.judge(answer, outputs, next++));
    }
  }
  return verdicts;
}

/** One pass over one recording, but for the network: rows in, windows out; reconstructions in, verdicts out. */
class Watch {
  readonly #learned: Trained;
  readonly #names: readonly string[];
  /** Column of each learned channel among those given. */
  readonly #columns: readonly number[];
  readonly #values: Float64Array;
  readonly #keeper: WindowKeeper;
  readonly #scorer: ErrorScorer;

  constructor(learned: Trained, given: readonly Channel[], from?: SessionState) {
    const { shape, scoring } = learned;
    const givenNames = given.map(channelName);
    this.#learned = learned;
    this.#names = shape.channels.map(channelName);
    this.#columns = this.#names.map((name) => givenNames.indexOf(name));
    this.#values = new Float64Array(this.#names.length);
    this.#keeper = new WindowKeeper(shape, this.#names, from?.keeper);
    this.#scorer = new ErrorScorer(scoring, from?.scorer);
  }

  /** The window that ends on this row, or why there is none. */
  push(timestampMs: number, values: Float64Array): FullWindow | string {
    for (let c = 0; c < this.#values.length; c++) this.#values[c] = values[this.#columns[c]!]!;
    const answer = this.#keeper.push(timestampMs, this.#values);
    return answer.kind === 'window' ? answer : answer.reason;
  }

  skip(reason: string): Verdict {
    this.#scorer.skip();
    return abstained(reason);
  }

  /** @param at which of the windows that the outputs are of */
  judge(window: FullWindow, outputs: readonly Outputs[], at: number): Verdict {
    const { shape } = this.#learned;
    const { score, shares, probability } = this.#scorer.score(meanChannelErrors(window, outputs, at));
    const causes = reconstructionCauses({
      channels: shape.channels,
      names: this.#names,
      scales: shape.scales,
      readings: window.newestReadings,
      reconstructed: meanNewestRow(shape.channels.length, outputs, at),
      shares,
      probability,
    });
    return { kind: 'scored', score, causes };
  }

  state(): SessionState {
    return { keeper: this.#keeper.state(), scorer: this.#scorer.state() };
  }
}

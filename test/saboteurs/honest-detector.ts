import type {
  Cause,
  Contender,
  CountsTensors,
  FitTask,
  RunsOnAnotherEngine,
  Session,
  Traits,
  Verdict,
  Watcher,
} from '../../src/contenders/contract.ts';
import { decodeState, encodeState } from '../../src/contenders/state-codec.ts';
import { type Channel, channelName, type Recording } from '../../src/telemetry/recording.ts';

/** Where each channel of the training data lies, in the order of its channels. */
export interface Learned {
  readonly locations: Float64Array;
  readonly spreads: Float64Array;
}

/** Rows its score is the mean over: this one and the two before it. */
export const WINDOW_ROWS = 3;
/** Distances beyond this say nothing more, and may not be finite. */
export const FARTHEST = 1e6;
/** What it holds in its pretended backend while it lives: locations and spreads. */
const TENSORS_HELD = 2;

export const HONEST_TRAITS: Traits = {
  family: 'baseline',
  randomness: 'none',
  score: 'graded',
  learns: true,
  warmupRows: WINDOW_ROWS - 1,
  memoryRows: WINDOW_ROWS,
  claims: [
    'scale-invariant-after-refit',
    'shift-invariant-after-refit',
    'missing-readings-never-read-as-quiet',
    'obvious-spike-is-scored-above-quiet',
  ],
};

/** A watcher that counts what lives in its backend and can run on another, as one with real tensors does. */
export type CountingWatcher = Watcher & CountsTensors & RunsOnAnotherEngine;

/** Fake tensors of one contender: an honest one lets go of what it took. */
export class FakeBackend {
  live = 0;
}

/**
 * The mean distance of the last three rows from the training median, in training spreads, of the farthest channel.
 * Small, keeps every promise a contender can make, and offers all that a watcher may: whatever the study says of it is
 * the study's fault.
 */
export function honestDetector(traits: Traits = HONEST_TRAITS, backend = new FakeBackend()): Contender {
  const watcherOf = (learned: Learned) => honestWatcher(learned, backend);
  return {
    name: 'honest',
    traits,
    config: { windowRows: WINDOW_ROWS },
    fit: async (task) => watcherOf(learn(task)),
    restore: async (artefact) => watcherOf(decodeState(artefact) as unknown as Learned),
  };
}

export function honestWatcher(learned: Learned, backend: FakeBackend): CountingWatcher {
  backend.live += TENSORS_HELD;
  const open = (channels: readonly Channel[], from?: Uint8Array) => new HonestSession(learned, channels, from);
  return {
    open,
    replayAll: (recording) => observeWhole(open(recording.channels), recording),
    artefact: () => encodeState({ ...learned }),
    dispose() {
      backend.live -= TENSORS_HELD;
    },
    liveTensorCount: () => backend.live,
    onOtherEngine: async () => honestWatcher(learned, backend),
  };
}

export function observeWhole(session: Session, { timestampsMs, columns }: Recording): Verdict[] {
  return Array.from(timestampsMs, (timestampMs, row) =>
    session.observe({ timestampMs, values: Float64Array.from(columns, (column) => column[row]!) }),
  );
}

export function learn({ train }: FitTask): Learned {
  const width = train[0]?.recording.columns.length ?? 0;
  const pooled = Array.from({ length: width }, (_, c) =>
    Float64Array.from(train.flatMap(({ recording }) => [...recording.columns[c]!.filter(Number.isFinite)])).sort(),
  );
  const at = (sorted: Float64Array, share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return {
    locations: Float64Array.from(pooled, (sorted) => at(sorted, 0.5)),
    spreads: Float64Array.from(pooled, (sorted) => at(sorted, 0.75) - at(sorted, 0.25)),
  };
}

/** Distances of one row, NaN where there is no reading. */
export function distances({ locations, spreads }: Learned, values: Float64Array): Float64Array {
  return values.map((value, c) => {
    if (Number.isNaN(value)) return Number.NaN;
    const distance = Math.abs(value - locations[c]!) / spreads[c]!;
    return value === locations[c] ? 0 : Math.min(FARTHEST, distance);
  });
}

export class HonestSession implements Session {
  readonly #learned: Learned;
  readonly #channels: readonly Channel[];
  #recent: Float64Array[];

  constructor(learned: Learned, channels: readonly Channel[], from?: Uint8Array) {
    this.#learned = learned;
    this.#channels = channels;
    this.#recent = from === undefined ? [] : (decodeState(from) as Float64Array[]);
  }

  observe({ values }: { readonly values: Float64Array }): Verdict {
    this.#recent = [...this.#recent, distances(this.#learned, values)].slice(-WINDOW_ROWS);
    if (this.#recent.length < WINDOW_ROWS) return { kind: 'abstained', reason: 'warming up' };
    if (values.every(Number.isNaN)) return { kind: 'abstained', reason: 'no reading' };
    const means = Array.from(values, (_, c) => meanOfKnown(this.#recent.map((row) => row[c]!)));
    const worst = means.reduce((best, mean, c) => (mean > means[best]! ? c : best), 0);
    const score = means[worst]!;
    return { kind: 'scored', score, causes: score > 0 ? [causeOf(this.#channels[worst]!, score)] : [] };
  }

  snapshot(): Uint8Array {
    return encodeState(this.#recent);
  }
}

function causeOf(channel: Channel, score: number): Cause {
  const name = channelName(channel);
  const text = `${name} is ${score.toFixed(1)} spreads from its median`;
  return { source: 'distance', channel: name, observed: score, limit: null, share: 1, text };
}

/** 0 when none is known. */
function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}

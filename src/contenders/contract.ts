import type { JsonObject } from '../json.ts';
import type { RawSample } from '../telemetry/raw-series.ts';
import type { Channel, LabelledRecording, Recording } from '../telemetry/recording.ts';
import type { SearchSpace } from './search-space.ts';

/**
 * What a contender may promise beyond what every contender must do. Each is held to its word by the property of the
 * same name in the behaviour study.
 */
export type ClaimId =
  /** Multiply every reading (training and replay) by one positive number: same decisions after refitting. */
  | 'scale-invariant-after-refit'
  /** Add one number to every reading (training and replay): same decisions after refitting. */
  | 'shift-invariant-after-refit'
  /** No reading of a row may pass as quiet: a row where a channel that is used has no reading abstains or alerts. */
  | 'missing-readings-never-read-as-quiet'
  /** A step on an otherwise quiet stream is seen. */
  | 'obvious-spike-is-scored-above-quiet';

/** What a contender says about itself; the behaviour study holds it to every word. */
export interface Traits {
  readonly family: 'baseline' | 'rules' | 'model' | 'hybrid' | 'external';
  /** `seeded`: the seed of `fit` decides everything. */
  readonly randomness: 'none' | 'seeded' | 'unseeded';
  readonly score: 'binary' | 'graded';
  /** True when `fit` learns from the training recordings. */
  readonly learns: boolean;
  /** Verdicts before this row may abstain or score 0 for want of history; 0 when ready at once. */
  readonly warmupRows: number;
  /** Rows it needs to learn from; with fewer it may abstain for good. Absent: some hundred are enough. */
  readonly trainingRows?: number;
  /** How far back a reading may still matter. */
  readonly memoryRows: number | 'unbounded';
  readonly claims: readonly ClaimId[];
}

/** One reason for a score: a rule names itself and its margin, a model the channel that contributes most. */
export interface Cause {
  /** Rule name or model part: `latency-high`, `reconstruction`. */
  readonly source: string;
  /** Channel name, or null when the cause is about no single channel. */
  readonly channel: string | null;
  /** What was observed, and the limit it is held against; null where the source has no such number. */
  readonly observed: number | null;
  readonly limit: number | null;
  /** Share of the score in [0, 1] for a model, null for a rule. */
  readonly share: number | null;
  /** One sentence for a person: "p95 latency 812 ms is above 600 ms for 15m". */
  readonly text: string;
}

export type Verdict =
  /** Finite; higher is worse. */
  | { readonly kind: 'scored'; readonly score: number; readonly causes: readonly Cause[] }
  /** A third answer, never a silent "quiet". */
  | { readonly kind: 'abstained'; readonly reason: string };

export interface Observation {
  readonly timestampMs: number;
  /** One reading per channel, in the order of the channels the session was opened with. NaN: no reading. */
  readonly values: Float64Array;
  /**
   * What the monitoring system scraped since the row before (the first row: up to this row), where the recording brings
   * it and the contender `reads` series; each series in order of time, none later than this row. Absent, rather than
   * empty, where not.
   */
  readonly samples?: readonly RawSample[];
}

/**
 * One pass over one recording, in the order recorded. It is asked before it may know what comes next: the verdict on
 * a row is formed from earlier rows and this one only.
 */
export interface Session {
  /** Must not keep or change `at.values`: the caller reuses it. */
  observe(at: Observation): Verdict;
  /** Everything needed to go on from here; `watcher.open(channels, snapshot)` continues as if uninterrupted. */
  snapshot(): Uint8Array;
}

/** A contender that has learned what it will learn. */
export interface Watcher {
  /** Fresh and independent, or resumed from a snapshot taken on the same channels. */
  open(channels: readonly Channel[], from?: Uint8Array): Session;
  /**
   * A faster way over a whole recording, when there is one. It must give exactly the verdicts of `open` and `observe`
   * (property `batch-equals-one-by-one`).
   */
  replayAll?(recording: Recording): Verdict[];
  /** All it learned: same bytes, same decisions. */
  artefact(): Uint8Array;
  /** Releases what it holds (tensors, for a model). Using it afterwards is an error. */
  dispose(): void;
}

/** A watcher that holds tensors says how many are alive in the process, so that their release can be checked. */
export interface CountsTensors {
  liveTensorCount(): number;
}

/** A watcher that computes on one of several engines says on which: `native`, `wasm`, `cpu`. */
export interface NamesBackend {
  readonly backend: string;
}

/** The engine that ran, as the watcher tells (its contender's configuration may only say `auto`); null: no such thing. */
export function backendOf(watcher: Watcher & Partial<NamesBackend>): string | null {
  return watcher.backend ?? null;
}

/**
 * A watcher whose network can be run by more than one engine, compiled or TensorFlow.js: property
 * `compiled-agrees-with-backend` holds the two to the same scores.
 */
export interface RunsOnAnotherEngine {
  /** The same learned state on the other engine. Whoever asks disposes of it. */
  onOtherEngine(): Promise<Watcher>;
}

/** How often a watcher says that it scores 1 or more on rows with no incident in reach. */
export interface FalseAlarmPromise {
  /** What the promise rests on. */
  readonly by: 'conformal' | 'pot';
  /** Share of quiet rows. */
  readonly falseAlarmRate: number;
  /** Rows for which a reading still counts in the score: so long after an incident no row is quiet. */
  readonly reachRows: number;
  /** Rows whose scores one bad reading raises together. */
  readonly smoothingRows: number;
}

export interface PromisesFalseAlarms {
  readonly promise: FalseAlarmPromise;
}

/** What the watcher promises; null: nothing. */
export function promiseOf(watcher: Watcher & Partial<PromisesFalseAlarms>): FalseAlarmPromise | null {
  return watcher.promise ?? null;
}

export interface FitTask {
  /** Recordings to learn from, and nothing else: no validation, no test. */
  readonly train: readonly LabelledRecording[];
  /** A whole number from 1 to 2^31-1. */
  readonly seed: number;
}

export interface Contender {
  readonly name: string;
  readonly traits: Traits;
  /** Every default filled in. */
  readonly config: JsonObject;
  /** What of its configuration may be tuned; absent: nothing. */
  readonly searchSpace?: SearchSpace;
  /**
   * Which of a recording's raw series it looks at, by their labels. Absent: it reads channels, and need not be shown any.
   * The behaviour study makes its cases of those series where a recording brings them.
   */
  reads?(labels: RawSample['labels']): boolean;
  fit(task: FitTask): Promise<Watcher>;
  /** A watcher from what an earlier one had learned (`Watcher.artefact`): same bytes, same decisions, no training. */
  restore(artefact: Uint8Array): Promise<Watcher>;
}

/** The value of an alert threshold that raises exactly on what the contender's author meant by "alert". */
export const AS_WRITTEN_THRESHOLD = 1;

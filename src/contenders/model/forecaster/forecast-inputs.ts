import { type ChannelScale, toSigmas } from '../scaling.ts';
import { EarlierReading, type EarlierReadingState, type LookBack } from './earlier-reading.ts';

/** What the network of one channel is told about a row before its reading is, fixed when it is trained. */
export interface InputShape {
  readonly scale: ChannelScale;
  /** Readings before the row. */
  readonly lags: number;
  readonly dayHarmonics: number;
  readonly weekHarmonics: number;
  /** How old the earlier reading is that is told; null: none is. */
  readonly lookBack: LookBack | null;
  /** A missing reading is taken to be the last one for up to this many rows. */
  readonly bridgeRows: number;
  /** After a hole in time longer than this the window starts anew. */
  readonly longestGapMs: number;
  /** Readings reach the network, and are learned from, clipped to this many sigmas. */
  readonly clipSigmas: number;
}

export const inputCount = ({ lags, dayHarmonics, weekHarmonics, lookBack }: InputShape): number =>
  lags + 2 * (dayHarmonics + weekHarmonics) + (lookBack === null ? 0 : 2);

export const clip = (sigmas: number, limit: number): number => Math.max(-limit, Math.min(limit, sigmas));

export type InputKeeperState = {
  readonly lags: Float64Array;
  readonly filledRows: number;
  readonly missingRows: number;
  readonly previousMs: number;
  readonly earlier: EarlierReadingState | null;
};

const DAY_MS = 86_400_000;

/** Rows of one channel in, inputs out: the same object makes those of training and of watching. */
export class InputKeeper {
  readonly #shape: InputShape;
  /** Oldest first, in sigmas, not clipped. */
  readonly #lags: Float64Array;
  readonly #earlier: EarlierReading | null;
  #filledRows: number;
  /** Rows since the last reading. */
  #missingRows: number;
  #previousMs: number;

  constructor(shape: InputShape, from?: InputKeeperState) {
    this.#shape = shape;
    this.#lags = from?.lags.slice() ?? new Float64Array(shape.lags);
    this.#earlier = shape.lookBack && new EarlierReading(shape.lookBack, from?.earlier ?? undefined);
    this.#filledRows = from?.filledRows ?? 0;
    this.#missingRows = from?.missingRows ?? 0;
    this.#previousMs = from?.previousMs ?? Number.NaN;
  }

  /** Rows that the window held before the last row pushed. */
  heldRows = 0;

  /**
   * Takes the next row (reading NaN: none) and writes what was known before it into `into`.
   * @returns the reading in sigmas; NaN: there is none, or the window before it is not full
   */
  push(timestampMs: number, reading: number, into: Float32Array): number {
    const { scale, lags, longestGapMs } = this.#shape;
    if (timestampMs - this.#previousMs > longestGapMs) this.#filledRows = 0;
    this.#previousMs = timestampMs;
    this.heldRows = this.#filledRows;
    this.#write(timestampMs, into);
    if (Number.isNaN(reading)) {
      this.#appendMissing();
      return Number.NaN;
    }
    const sigmas = toSigmas(reading, scale);
    this.#missingRows = 0;
    this.#append(sigmas);
    this.#earlier?.append(timestampMs, sigmas);
    return this.heldRows < lags ? Number.NaN : sigmas;
  }

  #append(sigmas: number): void {
    this.#lags.copyWithin(0, 1);
    this.#lags[this.#lags.length - 1] = sigmas;
    this.#filledRows = Math.min(this.#shape.lags, this.#filledRows + 1);
  }

  #appendMissing(): void {
    this.#missingRows++;
    if (this.#missingRows > this.#shape.bridgeRows) this.#filledRows = 0;
    if (this.#filledRows > 0) this.#append(this.#lags[this.#lags.length - 1]!);
  }

  #write(timestampMs: number, into: Float32Array): void {
    const { lags, clipSigmas, dayHarmonics, weekHarmonics } = this.#shape;
    for (let i = 0; i < lags; i++) into[i] = clip(this.#lags[i]!, clipSigmas);
    let at = writeCycle(timestampMs, DAY_MS, dayHarmonics, into, lags);
    at = writeCycle(timestampMs, 7 * DAY_MS, weekHarmonics, into, at);
    if (this.#earlier === null) return;
    const earlier = this.#earlier.find(timestampMs);
    into[at] = Number.isNaN(earlier) ? 0 : clip(earlier, clipSigmas);
    into[at + 1] = Number.isNaN(earlier) ? 0 : 1;
  }

  state(): InputKeeperState {
    return {
      lags: this.#lags.slice(),
      filledRows: this.#filledRows,
      missingRows: this.#missingRows,
      previousMs: this.#previousMs,
      earlier: this.#earlier?.state() ?? null,
    };
  }
}

/** Sine and cosine of each harmonic of the phase within the period; returns where to write next. */
function writeCycle(timestampMs: number, periodMs: number, harmonics: number, into: Float32Array, at: number): number {
  const phase = (2 * Math.PI * (timestampMs % periodMs)) / periodMs;
  for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
    into[at++] = Math.sin(harmonic * phase);
    into[at++] = Math.cos(harmonic * phase);
  }
  return at;
}

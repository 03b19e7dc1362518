import type { Channel } from '../../telemetry/recording.ts';
import { ReadingTaker, type ReadingTakerState } from './readings.ts';
import { type ChannelScale, toSigmas } from './scaling.ts';

/** What a window looks like to the network, fixed when it is trained. */
export interface WindowShape {
  readonly channels: readonly Channel[];
  readonly scales: readonly ChannelScale[];
  readonly rows: number;
  /** A reading that is missing is taken to be the last one for up to this many rows; not on the newest row. */
  readonly bridgeRows: number;
  /** Two rows further apart than this do not belong to one window. */
  readonly longestGapMs: number;
  /** Readings reach the network clipped to this many sigmas. */
  readonly clipSigmas: number;
  /** Periods in ms whose phase the network is told, as sine and cosine: it may expect by the time of day. */
  readonly cyclesMs: readonly number[];
}

/** A full window as the network sees it, and the newest row unclipped for measuring its error. */
export interface FullWindow {
  readonly kind: 'window';
  /** `rows × channels` sigmas, oldest row first, then sine and cosine of each cycle. The caller owns it. */
  readonly input: Float32Array;
  /** One per channel, not clipped. */
  readonly newestSigmas: Float64Array;
  readonly newestReadings: Float64Array;
}

export type WindowAnswer = FullWindow | { readonly kind: 'incomplete'; readonly reason: string };

export const inputLength = ({ rows, channels, cyclesMs }: WindowShape): number =>
  rows * channels.length + 2 * cyclesMs.length;

/** The inputs of windows of one shape, laid end to end. */
export function endToEnd(windows: readonly FullWindow[]): Float32Array {
  const length = windows[0]?.input.length ?? 0;
  const out = new Float32Array(windows.length * length);
  for (const [i, window] of windows.entries()) out.set(window.input, i * length);
  return out;
}

/** Rows in, windows out: the same object makes the windows of training and of watching. */
export class WindowKeeper {
  readonly #shape: WindowShape;
  readonly #names: readonly string[];
  readonly #taker: ReadingTaker;
  readonly #readings: Float64Array;
  /** Newest `rows` rows of sigmas, oldest first. */
  readonly #sigmas: Float64Array;
  /** Rows since each channel had a reading; Infinity: nothing to carry. */
  readonly #missingRows: Float64Array;
  #filledRows: number;
  #previousMs: number;

  constructor(shape: WindowShape, names: readonly string[], from?: WindowKeeperState) {
    this.#shape = shape;
    this.#names = names;
    const channelCount = shape.channels.length;
    this.#taker = new ReadingTaker(shape.channels, from?.taker);
    this.#readings = new Float64Array(channelCount);
    this.#sigmas = from?.sigmas.slice() ?? new Float64Array(shape.rows * channelCount);
    this.#missingRows = from?.missingRows.slice() ?? new Float64Array(channelCount).fill(Number.POSITIVE_INFINITY);
    this.#filledRows = from?.filledRows ?? 0;
    this.#previousMs = from?.previousMs ?? Number.NaN;
  }

  push(timestampMs: number, values: Float64Array): WindowAnswer {
    const { rows, bridgeRows, longestGapMs } = this.#shape;
    const isAfterGap = timestampMs - this.#previousMs > longestGapMs;
    this.#previousMs = timestampMs;
    if (isAfterGap) {
      this.#filledRows = 0;
      this.#missingRows.fill(Number.POSITIVE_INFINITY);
    }
    this.#taker.take(timestampMs, values, this.#readings);
    const missing = this.#appendRow();
    const isBridged = this.#missingRows.every((count) => count <= bridgeRows);
    this.#filledRows = isBridged ? Math.min(rows, this.#filledRows + 1) : 0;
    if (missing.length > 0) return { kind: 'incomplete', reason: `no reading of ${missing.join(', ')}` };
    if (this.#filledRows < rows)
      return { kind: 'incomplete', reason: `warming up: the window holds ${this.#filledRows} of ${rows} rows` };
    return this.#window(timestampMs);
  }

  /** Shifts the rows by one and writes the newest; returns the names of channels without a reading. */
  #appendRow(): string[] {
    const { scales } = this.#shape;
    const width = scales.length;
    const missing: string[] = [];
    this.#sigmas.copyWithin(0, width);
    const at = this.#sigmas.length - width;
    for (let c = 0; c < width; c++) {
      const reading = this.#readings[c]!;
      if (Number.isNaN(reading)) {
        this.#missingRows[c]!++;
        missing.push(this.#names[c]!);
        // With one row there is no row before to carry from, and such a window is never complete on this row.
        this.#sigmas[at + c] = at >= width ? this.#sigmas[at + c - width]! : 0;
      } else {
        this.#missingRows[c] = 0;
        this.#sigmas[at + c] = toSigmas(reading, scales[c]!);
      }
    }
    return missing;
  }

  #window(timestampMs: number): FullWindow {
    const { clipSigmas, cyclesMs, channels } = this.#shape;
    const input = new Float32Array(inputLength(this.#shape));
    for (let i = 0; i < this.#sigmas.length; i++) {
      input[i] = Math.max(-clipSigmas, Math.min(clipSigmas, this.#sigmas[i]!));
    }
    cyclesMs.forEach((cycleMs, k) => {
      const phase = Number.isFinite(timestampMs) ? (2 * Math.PI * (timestampMs % cycleMs)) / cycleMs : 0;
      input[this.#sigmas.length + 2 * k] = Math.sin(phase);
      input[this.#sigmas.length + 2 * k + 1] = Math.cos(phase);
    });
    return {
      kind: 'window',
      input,
      newestSigmas: this.#sigmas.slice(-channels.length),
      newestReadings: this.#readings.slice(),
    };
  }

  state(): WindowKeeperState {
    return {
      taker: this.#taker.state(),
      sigmas: this.#sigmas.slice(),
      missingRows: this.#missingRows.slice(),
      filledRows: this.#filledRows,
      previousMs: this.#previousMs,
    };
  }
}

export type WindowKeeperState = {
  readonly taker: ReadingTakerState;
  readonly sigmas: Float64Array;
  readonly missingRows: Float64Array;
  readonly filledRows: number;
  readonly previousMs: number;
};

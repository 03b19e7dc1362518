import type { Channel } from '../../telemetry/recording.ts';
import type { State } from '../state-codec.ts';

export interface InputReadingsState {
  readonly previous: Float64Array;
  readonly previousMs: Float64Array;
}

/**
 * What each channel says on a row: a gauge its value, a counter its growth per second since its last reading. NaN where
 * there is none: no value, or for a counter no earlier one, a reset, or no time passed.
 */
export class InputReadings {
  readonly #channels: readonly Channel[];
  readonly #previous: Float64Array;
  readonly #previousMs: Float64Array;

  constructor(channels: readonly Channel[], from?: InputReadingsState) {
    this.#channels = channels;
    this.#previous = from?.previous.slice() ?? new Float64Array(channels.length).fill(Number.NaN);
    this.#previousMs = from?.previousMs.slice() ?? new Float64Array(channels.length).fill(Number.NaN);
  }

  /** Asked once for each channel of a row, rows in the order recorded. */
  take(channel: number, timestampMs: number, value: number): number {
    if (this.#channels[channel]!.kind === 'gauge' || Number.isNaN(value)) return value;
    const seconds = (timestampMs - this.#previousMs[channel]!) / 1000;
    const growth = value - this.#previous[channel]!;
    this.#previous[channel] = value;
    this.#previousMs[channel] = timestampMs;
    return seconds > 0 && growth >= 0 ? growth / seconds : Number.NaN;
  }

  state(): State {
    return { previous: this.#previous.slice(), previousMs: this.#previousMs.slice() };
  }
}

import type { Channel } from '../../telemetry/recording.ts';

/**
 * What a channel says on a row: a gauge its value, a counter its increase per second since the row before. NaN: no
 * reading. A counter has none on a first row, after a row without one, after a reset, or when time did not advance.
 */
export class ReadingTaker {
  readonly #isCounter: readonly boolean[];
  readonly #previous: Float64Array;
  #previousMs = Number.NaN;

  constructor(channels: readonly Channel[], from?: ReadingTakerState) {
    this.#isCounter = channels.map(({ kind }) => kind === 'counter');
    this.#previous = from?.previous.slice() ?? new Float64Array(channels.length).fill(Number.NaN);
    this.#previousMs = from?.previousMs ?? Number.NaN;
  }

  /** Writes the readings of the next row into `into`. */
  take(timestampMs: number, values: Float64Array, into: Float64Array): void {
    const seconds = (timestampMs - this.#previousMs) / 1000;
    for (let c = 0; c < into.length; c++) {
      const value = finiteOrNone(values[c]!);
      if (this.#isCounter[c]) {
        const increase = value - this.#previous[c]!;
        into[c] = seconds > 0 && increase >= 0 ? finiteOrNone(increase / seconds) : Number.NaN;
        this.#previous[c] = value;
      } else into[c] = value;
    }
    this.#previousMs = timestampMs;
  }

  state(): ReadingTakerState {
    return { previous: this.#previous.slice(), previousMs: this.#previousMs };
  }
}

export type ReadingTakerState = { readonly previous: Float64Array; readonly previousMs: number };

const finiteOrNone = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

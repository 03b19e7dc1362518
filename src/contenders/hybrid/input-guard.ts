import { formatDuration } from '../../duration.ts';
import { type Channel, channelName } from '../../telemetry/recording.ts';
import type { Cause, Observation } from '../contract.ts';
import type { State } from '../state-codec.ts';
import { InputReadings, type InputReadingsState } from './input-readings.ts';
import { type TrainingRanges, widened } from './training-range.ts';
import { brief, ownCause } from './who-spoke.ts';

export interface InputGuardSettings {
  readonly source: string;
  readonly staleAfterMs: number;
  /** Share of the length of a training range by which it is widened at each end. */
  readonly margin: number;
}

/** Why a model should not be trusted with a row: short and the same for all rows of its kind, then as causes. */
export interface Distrust {
  readonly reason: string;
  readonly causes: readonly Cause[];
}

interface Saved {
  readonly nowMs: number;
  readonly lastReadingMs: Float64Array;
  readonly readings: InputReadingsState;
}

interface Input {
  readonly column: number;
  readonly channel: Channel;
  readonly name: string;
  /** What the model may be trusted with; null: training had no reading of it, so nothing. */
  readonly range: { readonly least: number; readonly most: number } | null;
}

/** Causes named per row. */
const MOST_CAUSES = 3;

/** Looks at what a model is fed, on the channels it was trained on: are they still read, and are they where they were? */
export class InputGuard {
  readonly #settings: InputGuardSettings;
  readonly #inputs: readonly Input[];
  readonly #readings: InputReadings;
  readonly #lastReadingMs: Float64Array;
  /** The latest time seen: a row that is late or repeated counts as no time passed. */
  #nowMs: number;

  constructor(settings: InputGuardSettings, channels: readonly Channel[], ranges: TrainingRanges, from?: State) {
    const saved = from as unknown as Saved | undefined;
    this.#settings = settings;
    this.#inputs = channels.flatMap((channel, column): Input[] => {
      const name = channelName(channel);
      const range = ranges[name];
      if (range === undefined) return []; // not of the training part, so no input of the model
      return [{ column, channel, name, range: range && widened(range, settings.margin) }];
    });
    this.#readings = new InputReadings(channels, saved?.readings);
    this.#lastReadingMs = saved?.lastReadingMs.slice() ?? new Float64Array(channels.length).fill(Number.NaN);
    this.#nowMs = saved?.nowMs ?? Number.NEGATIVE_INFINITY;
  }

  /** null where nothing is wrong. */
  look({ timestampMs, values }: Observation): Distrust | null {
    if (timestampMs > this.#nowMs) this.#nowMs = timestampMs;
    const stale: Cause[] = [];
    const outside: Cause[] = [];
    for (const input of this.#inputs) {
      const value = values[input.column]!;
      const reading = this.#readings.take(input.column, timestampMs, value);
      const staleMs = this.#staleMs(input, value);
      if (staleMs >= this.#settings.staleAfterMs && Number.isNaN(value)) stale.push(this.#staleCause(input, staleMs));
      const { range } = input;
      if (range === null ? !Number.isNaN(reading) : reading < range.least || reading > range.most) {
        outside.push(this.#outsideCause(input, reading));
      }
    }
    if (stale.length > 0) return { reason: 'inputs of the model are stale', causes: stale.slice(0, MOST_CAUSES) };
    if (outside.length === 0) return null;
    return { reason: 'inputs of the model are out of their training range', causes: outside.slice(0, MOST_CAUSES) };
  }

  /** Time without a reading; a channel that never had one counts from the first row. */
  #staleMs({ column }: Input, value: number): number {
    const last = this.#lastReadingMs[column]!;
    if (!Number.isNaN(value) || Number.isNaN(last)) this.#lastReadingMs[column] = this.#nowMs;
    return this.#nowMs - this.#lastReadingMs[column]!;
  }

  #staleCause({ name }: Input, staleMs: number): Cause {
    const text = `no reading of ${name} for ${formatDuration(staleMs)}, so the rules decide`;
    return ownCause(this.#settings.source, text, { channel: name });
  }

  #outsideCause({ name, channel, range }: Input, reading: number): Cause {
    const unit = `${channel.unit === '1' ? '' : ` ${channel.unit}`}${channel.kind === 'counter' ? ' per second' : ''}`;
    const beyond = range === null ? null : reading > range.most ? range.most : range.least;
    const text =
      range === null || beyond === null
        ? `${name} had no reading in training, so the rules decide`
        : `${name} ${brief(reading)}${unit} is outside ${brief(range.least)} to ${brief(range.most)}${unit}, what training leaves the model fit for, so the rules decide`;
    const numbers = { observed: recordable(reading), limit: beyond === null ? null : recordable(beyond) };
    return ownCause(this.#settings.source, text, { channel: name, ...numbers });
  }

  state(): State {
    return {
      nowMs: this.#nowMs,
      lastReadingMs: this.#lastReadingMs.slice(),
      readings: this.#readings.state(),
    };
  }
}

/** A number a record can hold: infinities become the largest double. */
const recordable = (value: number): number => Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));

import { type Channel, channelName } from '../../../telemetry/recording.ts';
import { AS_WRITTEN_THRESHOLD, type Verdict } from '../../contract.ts';
import type { Outputs } from '../inference.ts';
import { ReadingTaker, type ReadingTakerState } from '../readings.ts';
import { type ChannelQuestion, ChannelWatch, type ChannelWatchState } from './channel-watch.ts';
import { type ChannelJudgement, forecastCauses } from './forecast-causes.ts';
import type { LearnedForecaster } from './learned-forecaster.ts';

type Trained = Extract<LearnedForecaster, { kind: 'trained' }>;

export type ForecastWatchState = { readonly taker: ReadingTakerState; readonly channels: readonly ChannelWatchState[] };

/** One row: what is asked of each channel's networks. May be used again for the next. */
export interface Question {
  timestampMs: number;
  readonly channels: readonly ChannelQuestion[];
}

/** Where a channel's forecasts of a row are to be found. */
export interface Answer {
  /** For each member, the forecasts of some rows... */
  readonly forecasts: readonly Outputs[];
  /** ...and which of them is this row's. */
  readonly at: number;
}

/** One pass over one recording, but for networks that stay as they were: rows in, questions out; answers in, verdicts out. */
export class ForecastWatch {
  readonly #learned: Trained;
  /** Column of each learned channel among those given. */
  readonly #columns: readonly number[];
  readonly #taker: ReadingTaker;
  readonly #values: Float64Array;
  readonly #readings: Float64Array;
  readonly #channels: readonly ChannelWatch[];

  constructor(learned: Trained, given: readonly Channel[], from?: ForecastWatchState) {
    const names = given.map(channelName);
    const channels = learned.channels.map(({ channel }) => channel);
    this.#learned = learned;
    this.#columns = channels.map((channel) => names.indexOf(channelName(channel)));
    this.#taker = new ReadingTaker(channels, from?.taker);
    this.#values = new Float64Array(channels.length);
    this.#readings = new Float64Array(channels.length);
    this.#channels = learned.channels.map((channel, c) => new ChannelWatch(learned, channel, from?.channels[c]));
  }

  question(): Question {
    return { timestampMs: Number.NaN, channels: this.#channels.map((channel) => channel.question()) };
  }

  /** The next row becomes a question. */
  push(timestampMs: number, values: Float64Array, into: Question): void {
    for (let c = 0; c < this.#values.length; c++) this.#values[c] = values[this.#columns[c]!]!;
    this.#taker.take(timestampMs, this.#values, this.#readings);
    into.timestampMs = timestampMs;
    for (let c = 0; c < this.#channels.length; c++) {
      this.#channels[c]!.push(timestampMs, this.#readings[c]!, into.channels[c]!);
    }
  }

  /** @param answerOf answers for a channel, where its networks stay as they were trained */
  judge(question: Question, answerOf: (channel: number, question: ChannelQuestion) => Answer): Verdict {
    const isNew = question.timestampMs > this.#learned.trainedUntilMs;
    const judgements: ChannelJudgement[] = [];
    for (let c = 0; c < this.#channels.length; c++) {
      const asked = question.channels[c]!;
      if (Number.isNaN(asked.sigmas)) continue;
      const own = this.#channels[c]!.forecasts(asked);
      const { forecasts, at } = own === null ? answerOf(c, asked) : { forecasts: own, at: 0 };
      judgements.push(this.#channels[c]!.judge(asked, forecasts, at, isNew));
    }
    const score = judgements.reduce((most, judgement) => Math.max(most, judgement.score), Number.NEGATIVE_INFINITY);
    if (judgements.length < this.#channels.length && score < AS_WRITTEN_THRESHOLD) {
      return { kind: 'abstained', reason: this.#whyNot(question) };
    }
    return { kind: 'scored', score, causes: forecastCauses(judgements) };
  }

  #whyNot({ channels }: Question): string {
    const missing = this.#learned.channels.filter((_, c) => Number.isNaN(channels[c]!.reading));
    if (missing.length > 0) return `no reading of ${missing.map(({ channel }) => channelName(channel)).join(', ')}`;
    const emptiest = channels.reduce((least, channel) => (channel.heldRows < least.heldRows ? channel : least));
    return `warming up: the window holds ${emptiest.heldRows} of ${this.#learned.channels[0]!.shape.lags} rows`;
  }

  state(): ForecastWatchState {
    return { taker: this.#taker.state(), channels: this.#channels.map((channel) => channel.state()) };
  }
}

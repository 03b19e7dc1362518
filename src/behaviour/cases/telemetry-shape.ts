import type { Traits } from '../../contenders/contract.ts';
import {
  type Channel,
  channelName,
  type LabelledRecording,
  type Recording,
  samplingStepMs,
} from '../../telemetry/recording.ts';
import { warmupRowsOf } from './case-rows.ts';

/** Where a channel's readings lie in the training data; of a counter: where its growth per row lies. */
export interface ChannelShape {
  readonly channel: Channel;
  readonly name: string;
  /** Median. */
  readonly location: number;
  /** Interquartile range as a standard deviation: what quiet readings vary by; 0 where the channel hardly ever moves. */
  readonly noise: number;
  /** What events are measured in: the noise, or a hundredth of the level where there is none; always above 0. */
  readonly spread: number;
  /** 0 where training never went below zero, else null: generated telemetry keeps to it. */
  readonly floor: 0 | null;
  /** Where a counter starts; 0 for a gauge. */
  readonly start: number;
}

/** What generated recordings must look like for the contender to feel at home. */
export interface TelemetryShape {
  readonly channels: readonly ChannelShape[];
  readonly stepMs: number;
  /** Generated recordings start where the training ended. */
  readonly startMs: number;
  readonly warmupRows: number;
}

/** Interquartile range of a normal distribution in standard deviations: 2 Φ⁻¹(3/4). */
const IQR_OF_NORMAL = 1.349;
/** Sampling step where training has fewer than two timestamps. */
const FALLBACK_STEP_MS = 60_000;

/** @throws Error when there is no training recording: its channels are what cases are made of. */
export function telemetryShape(training: readonly LabelledRecording[], traits: Traits): TelemetryShape {
  const first = training[0]?.recording;
  if (first === undefined) throw new Error('the behaviour study needs a training recording to take its channels from');
  const stepMs = samplingStepMs(first);
  const step = Number.isFinite(stepMs) ? stepMs : FALLBACK_STEP_MS;
  const lastMs = first.timestampsMs.reduce((last, at) => Math.max(last, at), 0);
  return {
    channels: first.channels.map((channel, index) => channelShape(first, channel, index)),
    stepMs: step,
    startMs: lastMs + step,
    warmupRows: warmupRowsOf(traits),
  };
}

function channelShape({ columns }: Recording, channel: Channel, index: number): ChannelShape {
  const readings = columns[index]!.filter(Number.isFinite);
  const levels = channel.kind === 'counter' ? growth(readings) : readings;
  const sorted = Float64Array.from(levels).sort();
  const location = quantile(sorted, 0.5);
  const noise = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / IQR_OF_NORMAL;
  return {
    channel,
    name: channelName(channel),
    location,
    noise,
    spread: noise > 0 ? noise : Math.abs(location) / 100 || 1,
    floor: sorted.length === 0 || sorted[0]! >= 0 ? 0 : null,
    start: channel.kind === 'counter' ? (readings.at(-1) ?? 0) : 0,
  };
}

/** Growth from reading to reading; a counter that fell was reset and has grown from zero. */
function growth(readings: Float64Array): Float64Array {
  const increments = new Float64Array(Math.max(0, readings.length - 1));
  for (let i = 0; i < increments.length; i++) {
    const step = readings[i + 1]! - readings[i]!;
    increments[i] = step >= 0 ? step : readings[i + 1]!;
  }
  return increments;
}

/** Nearest rank on sorted values; 0 when there are none. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

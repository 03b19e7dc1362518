import { normal, seededRandom } from '../../chance.ts';
import type { Recording } from '../../telemetry/recording.ts';
import type { ChannelShape, TelemetryShape } from './telemetry-shape.ts';

export const EVENT_KINDS = ['spike', 'drop', 'level-shift', 'ramp', 'flatline'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Something that happens to one channel. Amplitudes count in spreads of that channel. */
export interface TelemetryEvent {
  readonly kind: EventKind;
  /** Counted back from the last row, so that shorter recordings keep their events. */
  readonly rowsBeforeEnd: number;
  readonly rows: number;
  readonly amplitude: number;
  readonly channel: number;
}

/** A stretch without readings. */
export interface TelemetryGap {
  readonly rowsBeforeEnd: number;
  readonly rows: number;
  readonly channel: number | 'all';
}

/** A recording as a handful of whole numbers: shrinking walks these, and a failure reads like an incident. */
export interface TelemetryParameters {
  readonly rows: number;
  readonly noiseSeed: number;
  readonly events: readonly TelemetryEvent[];
  readonly gaps: readonly TelemetryGap[];
}

export interface Telemetry {
  readonly recording: Recording;
  readonly story: readonly string[];
}

/** Parameters → recording on the training's channels, with values of the training's size. Same parameters, same bytes. */
export function buildTelemetry(shape: TelemetryShape, parameters: TelemetryParameters, id = 'case'): Telemetry {
  const { rows, events, gaps } = parameters;
  const columns = shape.channels.map((channel, index) => {
    const levels = quietLevels(channel, rows, parameters.noiseSeed + index);
    for (const event of events) if (channelOf(shape, event.channel) === index) applyEvent(levels, channel, event);
    const readings = channel.channel.kind === 'counter' ? accumulated(levels, channel.start) : levels;
    for (const gap of gaps) {
      if (gap.channel === 'all' || channelOf(shape, gap.channel) === index) {
        readings.fill(Number.NaN, startRow(rows, gap), startRow(rows, gap) + gap.rows);
      }
    }
    return readings;
  });
  return {
    recording: {
      id,
      channels: shape.channels.map(({ channel }) => channel),
      timestampsMs: Float64Array.from({ length: rows }, (_, row) => shape.startMs + row * shape.stepMs),
      columns,
    },
    story: [
      `${inRows(rows)} of quiet telemetry`,
      ...events.filter(() => rows > 0).map((event) => eventStory(shape, rows, event)),
      ...gaps.filter(() => rows > 0).map((gap) => gapStory(shape, rows, gap)),
    ],
  };
}

/** The first row of an event, counted from 0; stories tell rows from 1, as in a file. */
export const startRow = (rows: number, { rowsBeforeEnd }: { readonly rowsBeforeEnd: number }): number =>
  Math.max(0, rows - 1 - rowsBeforeEnd);

export const inRows = (rows: number): string => `${rows} ${rows === 1 ? 'row' : 'rows'}`;

export const channelOf = (shape: TelemetryShape, drawn: number): number => drawn % shape.channels.length;

function quietLevels(shape: ChannelShape, rows: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: rows }, () =>
    telemetryNumber(shape, shape.location + shape.noise * normal(random)),
  );
}

/** Rounds to about a thousandth of the spread, as a collector would, and keeps to the floor. */
export function telemetryNumber({ spread, floor }: ChannelShape, value: number): number {
  const decimals = Math.min(20, Math.max(0, 3 - Math.floor(Math.log10(spread))));
  const rounded = Number(value.toFixed(decimals));
  return floor === null ? rounded : Math.max(floor, rounded);
}

function applyEvent(levels: Float64Array, shape: ChannelShape, event: TelemetryEvent): void {
  const from = startRow(levels.length, event);
  const to = event.kind === 'level-shift' ? levels.length : Math.min(levels.length, from + event.rows);
  const held = levels[from];
  for (let row = from; row < to; row++) {
    levels[row] = telemetryNumber(shape, eventLevel(event, levels[row]!, held!, (row - from + 1) / event.rows, shape));
  }
}

function eventLevel(event: TelemetryEvent, level: number, held: number, progress: number, shape: ChannelShape): number {
  const height = event.amplitude * shape.spread;
  switch (event.kind) {
    case 'spike':
    case 'level-shift':
      return level + height;
    case 'drop':
      return level - height;
    case 'ramp':
      return level + height * progress;
    case 'flatline':
      return held;
  }
}

function accumulated(increments: Float64Array, start: number): Float64Array {
  let total = start;
  return increments.map((increment) => {
    total += Math.max(0, increment);
    return total;
  });
}

function eventStory(shape: TelemetryShape, rows: number, event: TelemetryEvent): string {
  const { name } = shape.channels[channelOf(shape, event.channel)]!;
  const where = `on ${name} from row ${startRow(rows, event) + 1}`;
  if (event.kind === 'flatline') return `flatline ${where} for ${inRows(event.rows)}`;
  const length = event.kind === 'level-shift' ? 'to the end' : `for ${inRows(event.rows)}`;
  return `${event.kind} of ${event.amplitude} spreads ${where} ${length}`;
}

function gapStory(shape: TelemetryShape, rows: number, gap: TelemetryGap): string {
  const channel = gap.channel === 'all' ? 'any channel' : shape.channels[channelOf(shape, gap.channel)]!.name;
  return `no readings on ${channel} from row ${startRow(rows, gap) + 1} for ${inRows(gap.rows)}`;
}

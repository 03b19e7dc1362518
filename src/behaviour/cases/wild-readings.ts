import fc from 'fast-check';
import { channelName, type Recording } from '../../telemetry/recording.ts';
import type { BehaviourCase, StudyContext } from '../property.ts';
import { anyTelemetry, caseOf } from './any-telemetry.ts';
import { MOST_ROWS_JUDGED } from './case-rows.ts';
import { channelOf, inRows, startRow, type Telemetry } from './telemetry.ts';

/** A reading no collector should send, put into otherwise ordinary telemetry. */
interface WildReadings {
  readonly value: number;
  readonly rowsBeforeEnd: number;
  readonly rows: number;
  readonly channel: number;
}

/** The corners of the double range, where sums, squares and differences leave it. */
const CORNERS = [
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  1e308,
  -1e308,
  3.5e38, // infinite as a 32-bit float
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  -0,
  0,
];

/** Telemetry with readings from the whole double range in it: infinities, 1e308, denormals, -0, NaN. */
export function wildTelemetry(context: StudyContext): fc.Arbitrary<BehaviourCase> {
  const wild: fc.Arbitrary<WildReadings> = fc.record({
    value: fc.oneof(fc.constantFrom(...CORNERS), fc.double()),
    rowsBeforeEnd: fc.integer({ min: 0, max: MOST_ROWS_JUDGED }),
    rows: fc.integer({ min: 1, max: 20 }),
    channel: fc.integer({ min: 0, max: context.shape.channels.length - 1 }),
  });
  return fc
    .tuple(anyTelemetry(context), fc.array(wild, { minLength: 1, maxLength: 4, size: 'max' }))
    .map(([telemetry, readings]) => caseOf(withWild(context, telemetry, readings)));
}

function withWild({ shape }: StudyContext, { recording, story }: Telemetry, wild: readonly WildReadings[]): Telemetry {
  const rows = recording.timestampsMs.length;
  const columns = recording.columns.map((column) => column.slice());
  for (const { value, channel, ...stretch } of wild) {
    const from = startRow(rows, stretch);
    columns[channelOf(shape, channel)]!.fill(value, from, from + stretch.rows);
  }
  return {
    recording: { ...recording, columns },
    story: [...story, ...wild.map((readings) => wildStory(recording, channelOf(shape, readings.channel), readings))],
  };
}

function wildStory({ channels, timestampsMs }: Recording, channel: number, wild: WildReadings): string {
  const value = Object.is(wild.value, -0) ? '-0' : String(wild.value);
  const from = startRow(timestampsMs.length, wild) + 1;
  return `${value} on ${channelName(channels[channel]!)} from row ${from} for ${inRows(wild.rows)}`;
}

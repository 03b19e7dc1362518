import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { channelName, type LabelledRecording, type Recording } from '../telemetry/recording.ts';

/** Numbers that JSON cannot say, by the names JavaScript gives them. */
const UNSAYABLE = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

const readingSchema = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity', '-0'])]);
type ReadingJson = z.infer<typeof readingSchema>;

/** A list of readings for a person to read, or base64 of little-endian float64 where there are thousands. */
const columnSchema = z.union([z.array(readingSchema), z.object({ f64: z.base64() })]);
type ColumnJson = z.infer<typeof columnSchema>;

export const numbersSchema = z.record(z.string(), readingSchema);

export const recordingSchema = z
  .object({
    id: z.string(),
    channels: z.array(
      z.object({ labels: z.record(z.string(), z.string()), unit: z.string(), kind: z.enum(['gauge', 'counter']) }),
    ),
    timestampsMs: columnSchema,
    columns: z.array(columnSchema),
  })
  .transform(
    (json): Recording => ({
      ...json,
      timestampsMs: decodeColumn(json.timestampsMs),
      columns: json.columns.map(decodeColumn),
    }),
  )
  .superRefine((recording, issues) => {
    if (recording.columns.length !== recording.channels.length) {
      issues.addIssue(`${recording.columns.length} columns for ${recording.channels.length} channels`);
    }
    recording.columns.forEach((column, index) => {
      if (column.length === recording.timestampsMs.length) return;
      const channel = recording.channels[index];
      const name = channel === undefined ? `column ${index + 1}` : channelName(channel);
      issues.addIssue(`${name} has ${column.length} readings for ${recording.timestampsMs.length} timestamps`);
    });
  });

const stretchSchema = z.object({ id: z.string(), startMs: z.number(), endMs: z.number(), kind: z.string() });

export const labelledRecordingSchema = z.object({
  recording: recordingSchema,
  incidents: z.array(stretchSchema),
  benign: z.array(stretchSchema),
});

/** Every double survives: NaN, -0 and infinities are written by name. */
export function encodeReading(reading: number): ReadingJson {
  if (Object.is(reading, -0)) return '-0';
  return Number.isFinite(reading) ? reading : (String(reading) as ReadingJson);
}

export function decodeReading(json: ReadingJson): number {
  return typeof json === 'number' ? json : UNSAYABLE[json];
}

/** @param form `readable`: a number each, `packed`: base64, a third of the size. */
export function encodeRecording(recording: Recording, form: 'readable' | 'packed'): JsonObject {
  const encode = (column: Float64Array): ColumnJson =>
    form === 'readable' ? Array.from(column, encodeReading) : { f64: base64Of(column) };
  return {
    id: recording.id,
    channels: recording.channels.map(({ labels, unit, kind }) => ({ labels: { ...labels }, unit, kind })),
    timestampsMs: encode(recording.timestampsMs),
    columns: recording.columns.map(encode),
  };
}

export function encodeLabelled({ recording, incidents, benign }: LabelledRecording): JsonObject {
  const stretch = ({ id, startMs, endMs, kind }: (typeof incidents)[number]) => ({ id, startMs, endMs, kind });
  return {
    recording: encodeRecording(recording, 'packed'),
    incidents: incidents.map(stretch),
    benign: benign.map(stretch),
  };
}

function decodeColumn(json: ColumnJson): Float64Array {
  if (Array.isArray(json)) return Float64Array.from(json, decodeReading);
  const bytes = new Uint8Array(Buffer.from(json.f64, 'base64')); // a copy, so that it is aligned
  return new Float64Array(bytes.buffer, 0, Math.floor(bytes.byteLength / Float64Array.BYTES_PER_ELEMENT));
}

const base64Of = ({ buffer, byteOffset, byteLength }: Float64Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

import fc from 'fast-check';
import { z } from 'zod';
import type { Json, JsonObject } from '../json.ts';
import { type ContenderInfo, contenderInfoSchema } from '../record/schema.ts';
import type { PositionedDocument } from '../telemetry/positioned-document.ts';
import type { LabelledRecording } from '../telemetry/recording.ts';
import { validateDocument } from '../telemetry/validate-document.ts';
import type { BehaviourCase, Property } from './property.ts';
import {
  decodeReading,
  encodeLabelled,
  encodeReading,
  encodeRecording,
  labelledRecordingSchema,
  numbersSchema,
  recordingSchema,
} from './recording-codec.ts';

export const COUNTEREXAMPLE_SCHEMA_VERSION = 1;

const caseSchema = z
  .object({
    watched: recordingSchema,
    beside: recordingSchema.nullable(),
    numbers: numbersSchema,
    story: z.array(z.string()),
  })
  .transform(
    (json): BehaviourCase => ({
      ...json,
      numbers: Object.fromEntries(Object.entries(json.numbers).map(([name, value]) => [name, decodeReading(value)])),
    }),
  );

/**
 * A failure by value: all that is needed to see it again, on any machine, whatever has become of the generator. The
 * contender is named by its settings and learns again from the training data carried along.
 */
const counterexampleSchema = z.object({
  kind: z.literal('watchbench-counterexample'),
  schemaVersion: z.literal(COUNTEREXAMPLE_SCHEMA_VERSION),
  property: z.object({ id: z.string(), version: z.number().int(), claim: z.string() }),
  contender: contenderInfoSchema,
  /** What broke when it was found. */
  message: z.string(),
  case: caseSchema,
  training: z.array(labelledRecordingSchema).min(1),
  /** Seed of the fit. */
  seed: z.number().int().min(1),
  /** The way back to it through the generator, as long as neither that nor fast-check has changed. */
  generator: z.object({ fastCheck: z.string(), seed: z.number().int(), path: z.string() }),
});
export type Counterexample = z.infer<typeof counterexampleSchema>;

export function encodeCase({ watched, beside, numbers, story }: BehaviourCase): JsonObject {
  return {
    watched: encodeRecording(watched, 'readable'),
    beside: beside === null ? null : encodeRecording(beside, 'readable'),
    numbers: Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, encodeReading(value)])),
    story: [...story],
  };
}

/** @throws ZodError unless `encodeCase` wrote it: what users hand in goes through {@link readCounterexample} */
export function decodeCase(json: Json): BehaviourCase {
  return caseSchema.parse(json);
}

export interface FoundFailure {
  readonly property: Property;
  readonly contender: ContenderInfo;
  readonly message: string;
  readonly example: BehaviourCase;
  readonly training: readonly LabelledRecording[];
  readonly seed: number;
  readonly generator: { readonly seed: number; readonly path: string };
}

export function encodeCounterexample(found: FoundFailure): JsonObject {
  const { id, version, claim } = found.property;
  return {
    kind: 'watchbench-counterexample',
    schemaVersion: COUNTEREXAMPLE_SCHEMA_VERSION,
    property: { id, version, claim },
    contender: found.contender as unknown as JsonObject, // zod's own type of it: plain JSON
    message: found.message,
    case: encodeCase(found.example),
    training: found.training.map(encodeLabelled),
    seed: found.seed,
    generator: { fastCheck: fc.__version, ...found.generator },
  };
}

/** @throws ZodError unless `encodeCounterexample` wrote it: what users hand in goes through {@link readCounterexample} */
export function decodeCounterexample(json: Json): Counterexample {
  return counterexampleSchema.parse(json);
}

/**
 * A counterexample from a file's content.
 * @throws InputError `document/missing-key`, `document/value`: every fault at once, with its line and column
 */
export function readCounterexample(document: PositionedDocument): Counterexample {
  return validateDocument(counterexampleSchema, document);
}

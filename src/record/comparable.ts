import { canonicalJson, type Json, type JsonObject } from '../json.ts';
import type { RunRecord } from './schema.ts';

/** The key under which a record keeps whatever may differ between two runs of one plan: clock, durations, memory. */
export const MEASUREMENT_KEY = 'measurement';

function withoutMeasurements(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutMeasurements);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value as JsonObject).filter(([key]) => key !== MEASUREMENT_KEY);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutMeasurements(member)]));
}

/**
 * What two runs of one plan on one machine must share, as canonical JSON: every member called `measurement` is left
 * out, at any depth, and keys are sorted. Equal text means equal results.
 */
export function comparableText(record: RunRecord): string {
  return canonicalJson(withoutMeasurements(record as unknown as Json));
}

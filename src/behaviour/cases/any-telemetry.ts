import fc from 'fast-check';
import type { BehaviourCase, StudyContext } from '../property.ts';
import { FEWEST_ROWS_JUDGED, MOST_ROWS_JUDGED } from './case-rows.ts';
import {
  buildTelemetry,
  EVENT_KINDS,
  type Telemetry,
  type TelemetryEvent,
  type TelemetryGap,
  type TelemetryParameters,
} from './telemetry.ts';

/** What may happen in generated telemetry; everything unless said otherwise. */
export interface TelemetryOptions {
  readonly events?: boolean;
  readonly fewestEvents?: number;
  readonly mostEvents?: number;
  readonly gaps?: boolean;
  /** Recordings shorter than the warm-up may be drawn too. */
  readonly short?: boolean;
}

/** Telemetry as it is on most days: quiet, up to two events, up to two gaps. */
export function anyTelemetry(context: StudyContext, options: TelemetryOptions = {}): fc.Arbitrary<Telemetry> {
  return anyParameters(context, options).map((parameters) => buildTelemetry(context.shape, parameters));
}

/** Telemetry on a bad day, for properties that can afford few runs: much happens in each, on every channel. */
export function busyTelemetry(context: StudyContext): fc.Arbitrary<Telemetry> {
  return anyParameters(context, { short: false, fewestEvents: 3, mostEvents: 8 }).map((parameters) =>
    buildTelemetry(context.shape, parameters),
  );
}

/** Cases that are one recording and nothing else. */
export function watchedTelemetry(context: StudyContext, options: TelemetryOptions = {}): fc.Arbitrary<BehaviourCase> {
  return anyTelemetry(context, options).map((telemetry) => caseOf(telemetry));
}

export function caseOf(telemetry: Telemetry, numbers: Readonly<Record<string, number>> = {}): BehaviourCase {
  return { watched: telemetry.recording, beside: null, numbers, story: telemetry.story };
}

export function anyParameters(
  { shape }: StudyContext,
  { events = true, fewestEvents = 0, mostEvents = 2, gaps = true, short = true }: TelemetryOptions = {},
): fc.Arbitrary<TelemetryParameters> {
  const lastChannel = shape.channels.length - 1;
  return fc.record({
    rows: short ? anyRowCount(shape.warmupRows) : ready(shape.warmupRows),
    noiseSeed: fc.integer({ min: 1, max: 9999 }),
    events: events
      ? fc.array(anyEvent(lastChannel), { minLength: fewestEvents, maxLength: mostEvents, size: 'max' })
      : fc.constant([]),
    gaps: gaps ? fc.array(anyGap(lastChannel), { maxLength: 2, size: 'max' }) : fc.constant([]),
  });
}

/** One case in five is shorter than the warm-up; the others have rows beyond it, where there is something to judge. */
function anyRowCount(warmupRows: number): fc.Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.integer({ min: 1, max: warmupRows + FEWEST_ROWS_JUDGED }), weight: 1 },
    { arbitrary: ready(warmupRows), weight: 4 },
  );
}

const ready = (warmupRows: number): fc.Arbitrary<number> =>
  fc.integer({ min: warmupRows + FEWEST_ROWS_JUDGED, max: warmupRows + MOST_ROWS_JUDGED });

const anyEvent = (lastChannel: number): fc.Arbitrary<TelemetryEvent> =>
  fc.record({
    kind: fc.constantFrom(...EVENT_KINDS),
    rowsBeforeEnd: fc.integer({ min: 0, max: MOST_ROWS_JUDGED }),
    rows: fc.integer({ min: 1, max: 12 }),
    amplitude: fc.integer({ min: 1, max: 60 }),
    channel: fc.integer({ min: 0, max: lastChannel }),
  });

const anyGap = (lastChannel: number): fc.Arbitrary<TelemetryGap> =>
  fc.record({
    rowsBeforeEnd: fc.integer({ min: 0, max: MOST_ROWS_JUDGED }),
    rows: fc.integer({ min: 1, max: 6 }),
    channel: fc.oneof(fc.constant('all' as const), fc.integer({ min: 0, max: lastChannel })),
  });

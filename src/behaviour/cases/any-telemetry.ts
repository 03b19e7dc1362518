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
import type { TelemetryShape } from './telemetry-shape.ts';

/** What may happen in generated telemetry; everything unless said otherwise. */
export interface TelemetryOptions {
  readonly events?: boolean;
  readonly gaps?: boolean;
  /** Recordings shorter than the warm-up may be drawn too. */
  readonly short?: boolean;
}

/** Telemetry as it is on most days: quiet, up to two events, up to two gaps. */
export function anyTelemetry(context: StudyContext, options: TelemetryOptions = {}): fc.Arbitrary<Telemetry> {
  return anyParameters(context, options).map((parameters) => buildTelemetry(context.shape, parameters));
}

/**
 * Telemetry on a bad day, for properties that fit for each case and can afford few of them: longer, and much happens.
 * Watching a hundred rows costs little beside a fit.
 */
export function busyTelemetry({ shape }: StudyContext): fc.Arbitrary<Telemetry> {
  const rowsJudged = { min: 40, max: 100 };
  const events = fc.array(anyEvent(shape, rowsJudged.max), { minLength: 4, maxLength: 10, size: 'max' });
  const gaps = fc.array(anyGap(shape, rowsJudged.max), { maxLength: 2, size: 'max' });
  const rows = fc.integer(rowsJudged).map((judged) => shape.warmupRows + judged);
  return fc
    .record({ rows, noiseSeed: anyNoiseSeed(), events, gaps })
    .map((parameters) => buildTelemetry(shape, parameters));
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
  { events = true, gaps = true, short = true }: TelemetryOptions = {},
): fc.Arbitrary<TelemetryParameters> {
  const atMostTwo = <T>(wanted: boolean, item: fc.Arbitrary<T>) =>
    fc.array(item, { maxLength: wanted ? 2 : 0, size: 'max' });
  return fc.record({
    rows: short ? anyRowCount(shape.warmupRows) : ready(shape.warmupRows),
    noiseSeed: anyNoiseSeed(),
    events: atMostTwo(events, anyEvent(shape, MOST_ROWS_JUDGED)),
    gaps: atMostTwo(gaps, anyGap(shape, MOST_ROWS_JUDGED)),
  });
}

const anyNoiseSeed = (): fc.Arbitrary<number> => fc.integer({ min: 1, max: 9999 });

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

const anyEvent = ({ channels }: TelemetryShape, mostRowsBack: number): fc.Arbitrary<TelemetryEvent> =>
  fc.record({
    kind: fc.constantFrom(...EVENT_KINDS),
    rowsBeforeEnd: fc.integer({ min: 0, max: mostRowsBack }),
    rows: fc.integer({ min: 1, max: 12 }),
    amplitude: fc.integer({ min: 1, max: 60 }),
    channel: fc.integer({ min: 0, max: channels.length - 1 }),
  });

const anyGap = ({ channels }: TelemetryShape, mostRowsBack: number): fc.Arbitrary<TelemetryGap> =>
  fc.record({
    rowsBeforeEnd: fc.integer({ min: 0, max: mostRowsBack }),
    rows: fc.integer({ min: 1, max: 6 }),
    channel: fc.oneof(fc.constant('all' as const), fc.integer({ min: 0, max: channels.length - 1 })),
  });

/** How recorded rows relate to time. */
export interface RowTiming {
  /** Time between rows. */
  readonly resolutionMs: number;
  /**
   * `start`: a row covers the stretch that begins at its time, as CloudWatch writes data points. `end`: the stretch up
   * to its time, as a reading taken at an instant does.
   */
  readonly stamp: 'start' | 'end';
}

const MINUTE_MS = 60_000;
const TEN_SECONDS_MS = 10_000;

/** Every minute; every ten seconds for a period under a minute. */
export const evaluationStepMs = (periodMs: number): number => (periodMs < MINUTE_MS ? TEN_SECONDS_MS : MINUTE_MS);

interface Saved {
  readonly anchorMs: number;
  readonly first: number;
  readonly complete: number;
}

/**
 * Time in buckets: the stretches between two evaluations of an alarm, numbered. A period is a whole number of them.
 *
 * Rows at least as fine as the evaluation step: buckets lie on whole minutes (or ten seconds), and an evaluation happens
 * at the end of each. Coarser rows cannot be cut, so a bucket is a row and alarms are evaluated when one arrives: which
 * minute of a period the real alarm was evaluated on is unknown.
 */
export interface EvaluationClock {
  readonly bucketMs: number;
  readonly phaseKnown: boolean;
  /** First bucket of the recording; NaN before the first row. */
  readonly first: number;
  /** Takes note of a row and says in which bucket it lies. Rows may come late or repeat. */
  see(timestampMs: number): number;
  /** Buckets that are complete and not evaluated yet, oldest first, as `[from, to]` pairs without long empty stretches. */
  due(span: number): readonly (readonly [from: number, to: number])[];
  startOf(bucket: number): number;
  /** The bucket that begins at an instant, or the one after it. */
  bucketAt(startMs: number): number;
  state(): Saved;
}

export function evaluationClock(stepMs: number, { resolutionMs, stamp }: RowTiming, from?: Saved): EvaluationClock {
  const isCoarse = resolutionMs > stepMs;
  const bucketMs = isCoarse ? resolutionMs : stepMs;
  let anchorMs = from?.anchorMs ?? (isCoarse ? Number.NaN : 0);
  let first = from?.first ?? Number.NaN;
  let complete = from?.complete ?? Number.NaN;
  let before = complete;

  const bucketOf = (timestampMs: number): number => {
    // Rounded, because coarse rows are often a second off.
    if (isCoarse) return Math.round((timestampMs - anchorMs) / bucketMs);
    return stamp === 'start' ? Math.floor(timestampMs / bucketMs) : Math.ceil(timestampMs / bucketMs) - 1;
  };
  const completeBy = (timestampMs: number): number => {
    if (isCoarse) return bucketOf(timestampMs);
    return Math.floor((timestampMs + (stamp === 'start' ? resolutionMs : 0)) / bucketMs) - 1;
  };

  return {
    bucketMs,
    phaseKnown: !isCoarse,
    get first() {
      return first;
    },
    see(timestampMs) {
      if (Number.isNaN(anchorMs)) anchorMs = timestampMs;
      const bucket = bucketOf(timestampMs);
      if (Number.isNaN(first)) {
        first = bucket;
        complete = bucket - 1;
      }
      before = complete;
      complete = Math.max(complete, completeBy(timestampMs));
      return bucket;
    },
    /** After `span` empty buckets nothing changes until there is data again, so a long gap is not walked through. */
    due(span) {
      if (Number.isNaN(complete) || complete <= before) return [];
      if (complete - before <= 2 * span) return [[before + 1, complete]];
      return [
        [before + 1, before + span],
        [complete - span + 1, complete],
      ];
    },
    // Of coarse rows stamped at their end the bucket begins one row earlier.
    startOf: (bucket) => anchorMs + bucket * bucketMs - (isCoarse && stamp === 'end' ? bucketMs : 0),
    bucketAt: (startMs) => {
      const offset = startMs - anchorMs + (isCoarse && stamp === 'end' ? bucketMs : 0);
      return isCoarse ? Math.round(offset / bucketMs) : Math.ceil(offset / bucketMs);
    },
    state: () => ({ anchorMs, first, complete }),
  };
}

export type SavedClock = Saved;

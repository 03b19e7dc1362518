import type { Labels } from './labels.ts';
import type { LabelMatcher } from './syntax.ts';

/** One series as stored. Samples in strictly increasing order of time. */
export interface SampleSeries {
  readonly labels: Labels;
  /** Milliseconds since 1970. */
  readonly timestampsMs: Float64Array;
  readonly values: Float64Array;
  /**
   * 1 where the sample is a staleness marker and its value means nothing; null when the series has none. Kept apart
   * from the values because JavaScript may change the payload of a NaN, and an ordinary NaN is a value.
   */
  readonly stale: Uint8Array | null;
  /** Ascending indices of samples that hold a native histogram, which is not evaluated: reading one is refused. */
  readonly nativeHistograms?: readonly number[];
}

/** Where an evaluation finds its samples: a recording, a test script, a live window. */
export interface SampleSource {
  /**
   * Every series that matches and has a sample in (afterMs, untilMs], in ascending order of labels. A series may hold
   * samples outside that time too; nobody may change what is returned.
   */
  select(matchers: readonly LabelMatcher[], afterMs: number, untilMs: number): readonly SampleSeries[];
}

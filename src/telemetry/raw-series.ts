/** One series as a monitoring system scraped it: its own times, which need not be those of any other series. */
export interface RawSeries {
  /** With `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, strictly increasing. */
  readonly timestampsMs: Float64Array;
  readonly values: Float64Array;
  /** 1 where the sample is a staleness marker: from here on there is no such series until its next sample. */
  readonly stale: Uint8Array;
}

/** One sample of a raw series, as it arrives between two rows. */
export interface RawSample {
  /** The same object for every sample of one series. */
  readonly labels: Readonly<Record<string, string>>;
  readonly timestampMs: number;
  readonly value: number;
  readonly stale: boolean;
}

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

/** Samples in (afterMs, untilMs], on the same memory. */
export function sliceSeries(series: RawSeries, afterMs: number, untilMs: number): RawSeries {
  const from = samplesUntil(series.timestampsMs, afterMs);
  const to = samplesUntil(series.timestampsMs, untilMs);
  return {
    labels: series.labels,
    timestampsMs: series.timestampsMs.subarray(from, to),
    values: series.values.subarray(from, to),
    stale: series.stale.subarray(from, to),
  };
}

/** Every sample in (afterMs, untilMs], series by series, each in order of time. */
export function samplesBetween(series: readonly RawSeries[], afterMs: number, untilMs: number): RawSample[] {
  const samples: RawSample[] = [];
  for (const { labels, timestampsMs, values, stale } of series) {
    for (let i = samplesUntil(timestampsMs, afterMs); i < timestampsMs.length && timestampsMs[i]! <= untilMs; i++) {
      samples.push({ labels, timestampMs: timestampsMs[i]!, value: values[i]!, stale: stale[i] === 1 });
    }
  }
  return samples;
}

/** How many samples there are up to and at that time. */
function samplesUntil(timestampsMs: Float64Array, untilMs: number): number {
  let low = 0;
  let high = timestampsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timestampsMs[middle]! <= untilMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

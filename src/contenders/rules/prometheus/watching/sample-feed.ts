import { type Labels, labelsOf } from '../../../../promql/labels.ts';
import type { RawSample } from '../../../../telemetry/raw-series.ts';
import type { Channel } from '../../../../telemetry/recording.ts';
import type { Observation } from '../../../contract.ts';

/** One sample on its way into the window. */
export interface FedSample {
  readonly labels: Labels;
  readonly atMs: number;
  readonly value: number;
  readonly stale: boolean;
}

/** How a channel without a reading is taken. `lookback`: no sample; `stale`: a staleness marker ends the series. */
export type Gaps = 'lookback' | 'stale';

/** Rows as samples in order of time: what the monitoring system scraped where the row brings it, else its readings. */
export interface SampleFeed {
  samplesOf(at: Observation): readonly FedSample[];
  /** Which channels have had a reading since their last marker. */
  readonly live: Uint8Array;
}

/** @param reads which of the scraped series the rules look at; the others are passed over */
export function sampleFeed(
  channels: readonly Channel[],
  gaps: Gaps,
  from?: Uint8Array,
  reads: (labels: RawSample['labels']) => boolean = () => true,
): SampleFeed {
  const labels = channels.map((channel) => labelsOf(Object.entries(channel.labels)));
  const live = from?.slice() ?? new Uint8Array(channels.length);
  const known = new WeakMap<RawSample['labels'], Labels | 'passed-over'>();

  function knownOf(raw: RawSample['labels']): Labels | 'passed-over' {
    let own = known.get(raw);
    if (own === undefined) {
      own = reads(raw) ? labelsOf(Object.entries(raw)) : 'passed-over';
      known.set(raw, own);
    }
    return own;
  }

  function scraped(samples: readonly RawSample[]): FedSample[] {
    const fed: FedSample[] = [];
    for (const { labels: raw, timestampMs, value, stale } of samples) {
      const own = knownOf(raw);
      if (own !== 'passed-over') fed.push({ labels: own, atMs: timestampMs, value, stale });
    }
    return fed.sort((a, b) => a.atMs - b.atMs);
  }

  return {
    live,
    samplesOf({ timestampMs, values, samples }) {
      if (samples !== undefined) return scraped(samples);
      const fed: FedSample[] = [];
      for (let i = 0; i < labels.length; i++) {
        const value = values[i]!;
        const isMissing = Number.isNaN(value);
        if (isMissing && (gaps === 'lookback' || live[i] === 0)) continue;
        fed.push({ labels: labels[i]!, atMs: timestampMs, value: isMissing ? 0 : value, stale: isMissing });
        live[i] = isMissing ? 0 : 1;
      }
      return fed;
    },
  };
}

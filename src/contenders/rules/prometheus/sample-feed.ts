import { type Labels, labelsOf } from '../../../promql/labels.ts';
import type { RawSample } from '../../../telemetry/raw-series.ts';
import type { Channel } from '../../../telemetry/recording.ts';
import type { Observation } from '../../contract.ts';

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

export function sampleFeed(channels: readonly Channel[], gaps: Gaps, from?: Uint8Array): SampleFeed {
  const labels = channels.map((channel) => labelsOf(Object.entries(channel.labels)));
  const live = from?.slice() ?? new Uint8Array(channels.length);
  const known = new WeakMap<RawSample['labels'], Labels>();

  function labelsOfRaw(raw: RawSample['labels']): Labels {
    let own = known.get(raw);
    if (own === undefined) {
      own = labelsOf(Object.entries(raw));
      known.set(raw, own);
    }
    return own;
  }

  return {
    live,
    samplesOf({ timestampMs, values, samples }) {
      if (samples !== undefined) {
        return samples
          .map((raw) => ({
            labels: labelsOfRaw(raw.labels),
            atMs: raw.timestampMs,
            value: raw.value,
            stale: raw.stale,
          }))
          .sort((a, b) => a.atMs - b.atMs);
      }
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

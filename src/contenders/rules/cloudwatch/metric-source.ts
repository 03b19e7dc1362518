import { labelOfDimension, NAMESPACE_LABEL, STATISTIC_LABEL } from '../../../telemetry/cloudwatch/metric-labels.ts';
import { type Channel, channelName } from '../../../telemetry/recording.ts';
import type { MetricIdentity } from './alarm.ts';
import type { ChannelMapping } from './settings.ts';
import type { Statistic } from './statistic.ts';

/**
 * How the readings of a recording become the data points of a metric.
 *
 * `samples`: every reading is one sample. The others start from statistics that were computed before: `sum`, `min` and
 * `max` go on; `mean` weighs averages by their number of samples, or equally where nobody recorded it; `as-is`, such as
 * a p99, cannot be taken together and needs one reading a period.
 */
export type Reduction =
  | { readonly kind: 'samples'; readonly column: number }
  | { readonly kind: 'sum' | 'min' | 'max' | 'as-is'; readonly column: number }
  | {
      readonly kind: 'mean';
      readonly column: number;
      readonly weight: number | null;
      /** Whether the column holds sums and not averages. */
      readonly ofSums: boolean;
    };

export type MetricSource =
  | { readonly kind: 'bound'; readonly reduction: Reduction; readonly note: string | null }
  /** No channel of the recording is this metric. */
  | { readonly kind: 'unmatched' }
  /** There are channels, but not with what the statistic is made of. */
  | { readonly kind: 'unfit'; readonly reason: string };

interface Candidate {
  readonly column: number;
  /** null: plain samples. */
  readonly holds: string | null;
}

export function findSource(
  metric: MetricIdentity,
  statistic: Statistic,
  stat: string,
  channels: readonly Channel[],
  mappings: readonly ChannelMapping[],
): MetricSource {
  const mapped = mappings.filter((mapping) => isMeant(mapping, metric));
  const candidates: readonly Candidate[] =
    mapped.length > 0
      ? mapped.flatMap(({ channel, holds }) => {
          const column = channels.findIndex((each) => channelName(each) === channel);
          return column === -1 ? [] : [{ column, holds: holds === 'samples' ? null : holds }];
        })
      : channels.flatMap((channel, column) => {
          const holds = isMetric(channel, metric);
          return holds === undefined ? [] : [{ column, holds }];
        });
  if (candidates.length === 0) return { kind: 'unmatched' };
  return reduce(statistic, stat, candidates);
}

function isMeant({ namespace, metric: name, dimensions }: ChannelMapping, metric: MetricIdentity): boolean {
  if (name !== metric.name || (namespace !== undefined && namespace !== metric.namespace)) return false;
  if (dimensions === undefined) return true;
  const written = Object.entries(dimensions);
  return (
    written.length === Object.keys(metric.dimensions).length &&
    written.every(([key, value]) => metric.dimensions[key] === value)
  );
}

/** What a channel holds of the metric (null: samples) where it is the metric; undefined where it is not. */
function isMetric(channel: Channel, metric: MetricIdentity): string | null | undefined {
  const { __name__: name, ...labels } = channel.labels;
  if (name !== metric.name) return undefined;
  const wanted = new Map(Object.entries(metric.dimensions).map(([key, value]) => [labelOfDimension(key), value]));
  let holds: string | null = null;
  let matched = 0;
  for (const [label, value] of Object.entries(labels)) {
    const dimension = wanted.get(label);
    if (dimension !== undefined) {
      if (dimension !== value) return undefined;
      matched++;
    } else if (label === STATISTIC_LABEL) holds = value;
    else if (label !== NAMESPACE_LABEL || value !== metric.namespace) return undefined;
  }
  return matched === wanted.size ? holds : undefined;
}

function reduce(statistic: Statistic, stat: string, candidates: readonly Candidate[]): MetricSource {
  const of = (holds: string | null) => candidates.find((candidate) => candidate.holds === holds)?.column;
  const bound = (reduction: Reduction, note: string | null = null): MetricSource => ({
    kind: 'bound',
    reduction,
    note,
  });
  const [own, samples, sums, counts] = [of(stat), of(null), of('Sum'), of('SampleCount')];
  switch (statistic.kind) {
    case 'Sum':
    case 'SampleCount':
      if (own !== undefined) return bound({ kind: 'sum', column: own });
      break;
    case 'Minimum':
    case 'Maximum':
      if (own !== undefined) return bound({ kind: statistic.kind === 'Minimum' ? 'min' : 'max', column: own });
      break;
    case 'Average':
      if (sums !== undefined && counts !== undefined) {
        return bound({ kind: 'mean', column: sums, weight: counts, ofSums: true });
      }
      if (own !== undefined) {
        const note = counts === undefined ? 'averages are weighed equally, for want of a SampleCount' : null;
        return bound({ kind: 'mean', column: own, weight: counts ?? null, ofSums: false }, note);
      }
      break;
    default:
      if (own !== undefined) return bound({ kind: 'as-is', column: own });
  }
  if (samples !== undefined) return bound({ kind: 'samples', column: samples });
  const held = candidates.map(({ holds }) => holds).join(', ');
  return { kind: 'unfit', reason: `${stat} cannot be made of ${held}` };
}

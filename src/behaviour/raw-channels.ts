import type { RawSeries } from '../telemetry/raw-series.ts';
import type { Channel, LabelledRecording, Recording } from '../telemetry/recording.ts';

/**
 * Label sets of one metric that a study is made of, the buckets of a histogram together as one: a scrape brings hundreds
 * of series, each case generates every one of them, and two dozen properties try many cases. Taken evenly over all of
 * them in order of labels.
 */
export const MOST_LABEL_SETS_PER_METRIC = 4;

/**
 * The training recordings of a contender that reads raw series, with these as channels: the newest value at each row.
 * Cases made from them hold what the contender looks at, which feature columns of another name do not.
 * @param reads which raw series it looks at
 * @returns null where no recording brings a series that it reads
 */
export function rawAsChannels(
  train: readonly LabelledRecording[],
  reads: (labels: RawSeries['labels']) => boolean,
): readonly LabelledRecording[] | null {
  const withSeries = train.filter(({ recording }) => recording.series !== undefined);
  const first = withSeries[0]?.recording.series ?? [];
  const chosen = spreadOver(first.filter(({ labels }) => reads(labels)));
  if (chosen.length === 0) return null;
  const channels = chosen.map(channelOf);
  return withSeries.map((labelled) => ({ ...labelled, recording: onChannels(labelled.recording, channels) }));
}

function spreadOver(series: readonly RawSeries[]): readonly RawSeries[] {
  const byMetric = new Map<string, Map<string, RawSeries[]>>();
  for (const one of series) {
    const { __name__: metric = '', le: _, ...others } = one.labels;
    const sets = byMetric.get(metric) ?? new Map<string, RawSeries[]>();
    byMetric.set(metric, sets);
    const key = labelsKey(others);
    sets.set(key, [...(sets.get(key) ?? []), one]);
  }
  return [...byMetric.values()].flatMap((sets) => {
    const keys = [...sets.keys()].sort();
    const count = Math.min(MOST_LABEL_SETS_PER_METRIC, keys.length);
    const step = count === 1 ? 0 : (keys.length - 1) / (count - 1);
    return Array.from({ length: count }, (_, i) => sets.get(keys[Math.round(i * step)]!)!).flat();
  });
}

const labelsKey = (labels: RawSeries['labels']): string => JSON.stringify(Object.entries(labels).sort());

const COUNTER_NAMES = /_(total|bucket|count|sum)$/;
/** What falls more often than at one change in five is not reset: it is no counter, whatever its name. */
const MOST_RESETS_RATIO = 0.2;

function channelOf({ labels, values, stale }: RawSeries): Channel {
  let falls = 0;
  let changes = 0;
  for (let i = 1; i < values.length; i++) {
    if (stale[i] === 1 || stale[i - 1] === 1 || values[i] === values[i - 1]) continue;
    changes++;
    if (values[i]! < values[i - 1]!) falls++;
  }
  const isNamedSo = COUNTER_NAMES.test(labels.__name__ ?? '');
  const isCounter = isNamedSo ? falls <= MOST_RESETS_RATIO * changes : changes > 0 && falls === 0;
  return { labels, unit: '1', kind: isCounter ? 'counter' : 'gauge' };
}

function onChannels({ id, timestampsMs, series = [] }: Recording, channels: readonly Channel[]): Recording {
  const byLabels = new Map(series.map((one) => [labelsKey(one.labels), one]));
  return {
    id,
    channels,
    timestampsMs,
    columns: channels.map(({ labels }) => newestAt(byLabels.get(labelsKey(labels)), timestampsMs)),
  };
}

/** NaN before the first sample and after a staleness marker. Rows that go back in time see nothing newer either. */
function newestAt(series: RawSeries | undefined, timesMs: Float64Array): Float64Array {
  let next = 0;
  return timesMs.map((atMs) => {
    if (series === undefined) return Number.NaN;
    while (next < series.timestampsMs.length && series.timestampsMs[next]! <= atMs) next++;
    return next === 0 || series.stale[next - 1] === 1 ? Number.NaN : series.values[next - 1]!;
  });
}

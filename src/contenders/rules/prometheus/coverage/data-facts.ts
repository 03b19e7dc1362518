import { evaluateRange } from '../../../../promql/evaluate/evaluate.ts';
import { labelValue, metricName } from '../../../../promql/labels.ts';
import type { SampleSeries } from '../../../../promql/sample-source.ts';
import type { Expression, InstantSelector } from '../../../../promql/syntax.ts';
import type { Dataset } from '../../../../telemetry/dataset.ts';
import { guarded } from '../evaluation/instant-vector.ts';
import { type RecordedStretch, recordedStretch } from '../replay/recorded-stretch.ts';

/** What a metric is, and what says so. */
export interface KnownKind {
  readonly kind: 'counter' | 'gauge' | 'unknown';
  readonly why: string;
}

/** What a data set can tell of the metrics in it. */
export interface DataFacts {
  readonly name: string;
  readonly stretches: readonly RecordedStretch[];
  readonly metrics: ReadonlySet<string>;
  /** Median time between two samples of a series; null where there are none. */
  readonly stepMs: number | null;
  /** How many series a selector finds, over all recordings and their whole length. */
  matching(selector: InstantSelector): number;
  /** As declared by its channels, or as its values go. */
  kindOf(metric: string): KnownKind;
  /** Values of one label over all series of a metric (null: of all), sorted. */
  labelValues(metric: string | null, label: string): readonly string[];
  /** Whether an expression returns anything at one of the times looked at; true where that cannot be told. */
  everReturns(expression: Expression): boolean;
}

export function dataFacts(dataset: Dataset): DataFacts {
  const stretches = dataset.recordings.map(({ recording }) => recordedStretch(recording));
  const all = stretches.flatMap(({ series }) => series);
  const declared = new Map(dataset.channels.map(({ labels, kind }) => [labels.__name__ ?? '', kind]));
  const hasRaw = dataset.recordings.some(({ recording }) => recording.series !== undefined);
  return {
    name: dataset.name,
    stretches,
    metrics: new Set(all.map(({ labels }) => metricName(labels))),
    stepMs: medianStepMs(all),
    matching: ({ matchers }) =>
      stretches.reduce(
        (sum, { source, startMs, endMs }) => sum + source.select(matchers, startMs - 1, endMs).length,
        0,
      ),
    kindOf(metric) {
      const series = all.filter(({ labels }) => metricName(labels) === metric);
      const kind = hasRaw ? undefined : declared.get(metric);
      if (kind === 'counter') return { kind, why: `by the manifest of ${dataset.name}` };
      const { falls, changes } = movements(series);
      if (changes >= FEWEST_CHANGES && falls > MOST_RESETS * changes) {
        return { kind: 'gauge', why: `by its values in ${dataset.name} (${falls} of ${changes} changes are falls)` };
      }
      return { kind: 'unknown', why: '' };
    },
    labelValues: (metric, label) =>
      [
        ...new Set(
          all
            .filter(({ labels }) => metric === null || metricName(labels) === metric)
            .map(({ labels }) => labelValue(labels, label))
            .filter((value) => value !== ''),
        ),
      ].sort(),
    everReturns: (expression) => stretches.some((stretch) => returnsIn(expression, stretch)),
  };
}

/** Fewer say nothing of how a metric moves. */
const FEWEST_CHANGES = 20;
/** A counter that is reset more often than at one change in five counts nothing. */
const MOST_RESETS = 0.2;

function movements(series: readonly SampleSeries[]): { readonly falls: number; readonly changes: number } {
  let falls = 0;
  let changes = 0;
  for (const { values, stale } of series) {
    for (let i = 1; i < values.length; i++) {
      if (stale?.[i] === 1 || stale?.[i - 1] === 1) continue;
      if (values[i]! < values[i - 1]!) falls++;
      if (values[i]! !== values[i - 1]!) changes++;
    }
  }
  return { falls, changes };
}

/** Gaps looked at per series: scrapes are even, and the median wants no more. */
const GAPS_PER_SERIES = 100;

function medianStepMs(series: readonly SampleSeries[]): number | null {
  const gaps = series
    .flatMap(({ timestampsMs }) =>
      Array.from(timestampsMs.subarray(1, GAPS_PER_SERIES + 1), (atMs, i) => atMs - timestampsMs[i]!),
    )
    .sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? null;
}

/** Times at which a recording is looked at, spread over its length. */
const LOOKS = 200;

function returnsIn(expression: Expression, { source, startMs, endMs }: RecordedStretch): boolean {
  const stepMs = Math.max(1, Math.floor((endMs - startMs) / LOOKS));
  const outcome = guarded(() => evaluateRange(expression, source, { startMs, endMs, stepMs }).value);
  if (outcome.kind === 'failed' || outcome.kind === 'refused') return true;
  return outcome.kind !== 'vector' || outcome.columns.length > 0;
}

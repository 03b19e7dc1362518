import { type Fault, InputError } from '../../faults.ts';
import { type Labels, labelsOf, labelValue, METRIC_NAME, metricName } from '../labels.ts';
import { memorySource } from '../memory-source.ts';
import type { SampleSeries, SampleSource } from '../sample-source.ts';
import { SAMPLE_KIND } from '../series-notation/parse-series.ts';
import type { LoadCommand, SeriesLine } from './commands.ts';

type Kind = (typeof SAMPLE_KIND)[keyof typeof SAMPLE_KIND];

interface StoredSample {
  readonly value: number;
  readonly kind: Kind;
}

interface StoredSeries {
  readonly labels: Labels;
  readonly samples: Map<number, StoredSample>;
}

/** What a script has loaded so far. */
export class ScriptStorage {
  readonly #series = new Map<string, StoredSeries>();
  #source: SampleSource | null = null;

  /**
   * Of two lines of one load for the same series the later one counts.
   * @throws InputError `promql/test-script` when a series gets another sample for a time than an earlier load gave it
   */
  load({ series, stepMs, withNativeHistograms }: LoadCommand, file: string): void {
    this.#source = null;
    const lines = [...new Map(series.map((line) => [line.labels.key, line])).values()];
    const faults = lines.flatMap((line) => this.#addLine(line, stepMs, file));
    if (withNativeHistograms) this.#addNativeHistograms(lines, stepMs);
    const [first, ...rest] = faults;
    if (first !== undefined) throw new InputError([first, ...rest]);
  }

  clear(): void {
    this.#series.clear();
    this.#source = null;
  }

  source(): SampleSource {
    this.#source ??= memorySource([...this.#series.values()].map(toSampleSeries));
    return this.#source;
  }

  #seriesOf(labels: Labels): StoredSeries {
    const stored = this.#series.get(labels.key) ?? { labels, samples: new Map() };
    this.#series.set(labels.key, stored);
    return stored;
  }

  #addLine({ line, labels, row: { kinds, values } }: SeriesLine, stepMs: number, file: string): Fault[] {
    const { samples } = this.#seriesOf(labels);
    const faults: Fault[] = [];
    for (let i = 0; i < kinds.length; i++) {
      if (kinds[i] === SAMPLE_KIND.gap) continue;
      const sample: StoredSample = { value: values[i]!, kind: kinds[i] as Kind };
      const atMs = i * stepMs;
      const there = samples.get(atMs);
      if (there === undefined) samples.set(atMs, sample);
      else if (there.kind !== sample.kind || !Object.is(there.value, sample.value)) {
        const message = `the series already has another sample at ${atMs / 1000} s`;
        faults.push({ code: 'promql/test-script', message, place: { file, line } });
        break;
      }
    }
    return faults;
  }

  /** A native histogram under the base name wherever one of the series of a classic histogram has a sample. */
  #addNativeHistograms(lines: readonly SeriesLine[], stepMs: number): void {
    for (const { labels, row } of lines) {
      const base = classicHistogramBase(labels);
      if (base === null) continue;
      const { samples } = this.#seriesOf(base);
      row.kinds.forEach((kind, i) => {
        if (kind === SAMPLE_KIND.value && !samples.has(i * stepMs)) {
          samples.set(i * stepMs, { value: Number.NaN, kind: SAMPLE_KIND.nativeHistogram });
        }
      });
    }
  }
}

const SUFFIX = /_(?:bucket|count|sum)$/;

/** Labels of the histogram a series belongs to; null when it belongs to none. */
function classicHistogramBase(labels: Labels): Labels | null {
  const name = metricName(labels);
  const suffix = SUFFIX.exec(name);
  if (suffix === null) return null;
  if (suffix[0] === '_bucket' && labelValue(labels, 'le') === '') return null;
  const others = labels.pairs.filter(([label]) => label !== 'le' && label !== METRIC_NAME);
  return labelsOf([...others, [METRIC_NAME, name.slice(0, suffix.index)]]);
}

function toSampleSeries({ labels, samples }: StoredSeries): SampleSeries {
  const timestampsMs = Float64Array.from(samples.keys()).sort();
  const sorted = [...timestampsMs].map((atMs) => samples.get(atMs)!);
  const indicesOf = (kind: Kind): number[] => sorted.flatMap((sample, i) => (sample.kind === kind ? [i] : []));
  const native = indicesOf(SAMPLE_KIND.nativeHistogram);
  const hasStale = sorted.some(({ kind }) => kind === SAMPLE_KIND.stale);
  return {
    labels,
    timestampsMs,
    values: Float64Array.from(sorted, ({ value }) => value),
    stale: hasStale ? Uint8Array.from(sorted, ({ kind }) => (kind === SAMPLE_KIND.stale ? 1 : 0)) : null,
    ...(native.length > 0 && { nativeHistograms: native }),
  };
}

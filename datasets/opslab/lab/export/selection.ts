import type { RawSeries } from '../../../../src/telemetry/raw-series.ts';
import { type Readings, readingsOf } from './readings.ts';

/** Series of one name, asked together about one moment. Series without a reading do not count; NaN where none has one. */
export interface Selected {
  readonly sum: (ms: number) => number;
  readonly mean: (ms: number) => number;
  readonly max: (ms: number) => number;
  /** `none` where no series has a rate. Default NaN. */
  readonly sumRate: (ms: number, windowMs: number, none?: number) => number;
  /** Of a histogram's buckets, as `histogram_quantile` of their rates; NaN where nothing happened. */
  readonly quantile: (ms: number, windowMs: number, quantile: number) => number;
  /** The values of one label, sorted. */
  readonly label: (name: string) => readonly string[];
}

export type Selection = (name: string, labels?: Readonly<Record<string, string | RegExp>>) => Selected;

export function openSelection(series: readonly RawSeries[]): Selection {
  const byName = new Map<string, Readings[]>();
  for (const one of series) {
    const name = one.labels.__name__ ?? '';
    byName.set(name, [...(byName.get(name) ?? []), readingsOf(one)]);
  }
  const selected = new Map<string, Selected>();
  return (name, labels = {}) => {
    const key = `${name}${Object.entries(labels).flat().map(String).join('\u0000')}`;
    const known = selected.get(key);
    if (known !== undefined) return known;
    const matches = ({ labels: own }: Readings) =>
      Object.entries(labels).every(([label, wanted]) =>
        typeof wanted === 'string' ? own[label] === wanted : wanted.test(own[label] ?? ''),
      );
    const made = selectedOf((byName.get(name) ?? []).filter(matches));
    selected.set(key, made);
    return made;
  };
}

function selectedOf(series: readonly Readings[]): Selected {
  const present = (values: readonly number[]) => values.filter((value) => !Number.isNaN(value));
  const last = (ms: number) => present(series.map((one) => one.lastAt(ms)));
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const bounds = new Map<number, Readings[]>();
  for (const one of series) {
    const bound = one.labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(one.labels.le);
    bounds.set(bound, [...(bounds.get(bound) ?? []), one]);
  }
  const buckets = [...bounds].sort(([a], [b]) => a - b);
  return {
    sum: (ms) => orNaN(last(ms), total),
    mean: (ms) => orNaN(last(ms), (values) => total(values) / values.length),
    max: (ms) => orNaN(last(ms), (values) => Math.max(...values)),
    sumRate: (ms, windowMs, none = Number.NaN) => {
      const rates = present(series.map((one) => one.rateAt(ms, windowMs)));
      return rates.length === 0 ? none : total(rates);
    },
    quantile: (ms, windowMs, quantile) =>
      quantileOf(
        buckets.map(([bound, own]) => [bound, total(present(own.map((one) => one.rateAt(ms, windowMs))))] as const),
        quantile,
      ),
    label: (name) => [...new Set(series.map(({ labels }) => labels[name] ?? ''))].sort(),
  };
}

function orNaN(values: readonly number[], of: (values: readonly number[]) => number): number {
  return values.length === 0 ? Number.NaN : of(values);
}

/** Straight within a bucket; the highest bound stands for all above it. */
function quantileOf(buckets: readonly (readonly [bound: number, upTo: number])[], quantile: number): number {
  const all = buckets.at(-1)?.[1] ?? 0;
  if (all <= 0) return Number.NaN;
  const rank = quantile * all;
  const i = buckets.findIndex(([, upTo]) => upTo >= rank);
  const [bound, upTo] = buckets[i]!;
  const [below, belowUpTo] = i === 0 ? [0, 0] : buckets[i - 1]!;
  if (bound === Number.POSITIVE_INFINITY) return below;
  return upTo === belowUpTo ? bound : below + ((bound - below) * (rank - belowUpTo)) / (upTo - belowUpTo);
}

import { isUtf8 } from './text/byte-text.ts';
import { goQuote } from './text/go-quote.ts';

/**
 * The labels of a series: pairs in ascending order of name (by code unit), no name twice, no empty value (PromQL holds
 * an empty label and a missing one to be the same). The metric name is the label `__name__`.
 */
export interface Labels {
  readonly pairs: readonly (readonly [name: string, value: string])[];
  /** One string per label set: two label sets are equal exactly when their keys are. */
  readonly key: string;
}

export const METRIC_NAME = '__name__';

/** Any text is a name, as long as it is UTF-8 and not empty. */
export const isLabelName = (text: string): boolean => text !== '' && isUtf8(text);

/** From pairs in any order. Empty values are left out; of a name given twice the last value counts. */
export function labelsOf(pairs: Iterable<readonly [string, string]>): Labels {
  const values = new Map(pairs);
  const sorted = [...values].filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return fromSorted(sorted);
}

export const labelsOfRecord = (record: Readonly<Record<string, string>>): Labels => labelsOf(Object.entries(record));

export const NO_LABELS: Labels = { pairs: [], key: '' };

function fromSorted(pairs: Labels['pairs']): Labels {
  let key = '';
  // A length before each text keeps ("ab", "c") and ("a", "bc") apart.
  for (const [name, value] of pairs) key += `${name.length}:${name}${value.length}:${value}`;
  return { pairs, key };
}

/** The value, or the empty string where there is no such label. */
export function labelValue({ pairs }: Labels, name: string): string {
  for (const pair of pairs) if (pair[0] === name) return pair[1];
  return '';
}

export const metricName = (labels: Labels): string => labelValue(labels, METRIC_NAME);

export function keepLabels({ pairs }: Labels, names: ReadonlySet<string>): Labels {
  return fromSorted(pairs.filter(([name]) => names.has(name)));
}

export function dropLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return labels.pairs.some(([name]) => names.has(name))
    ? fromSorted(labels.pairs.filter(([name]) => !names.has(name)))
    : labels;
}

const NAME_ONLY: ReadonlySet<string> = new Set([METRIC_NAME]);

/**
 * The same derivation, worked out once for each label set that is still in use: rules ask for the same labels of the
 * same series at every evaluation.
 */
export function remembered(derive: (labels: Labels) => Labels): (labels: Labels) => Labels {
  const known = new WeakMap<Labels, Labels>();
  return (labels) => {
    let derived = known.get(labels);
    if (derived === undefined) {
      derived = derive(labels);
      known.set(labels, derived);
    }
    return derived;
  };
}

export const dropMetricName: (labels: Labels) => Labels = remembered((labels) => dropLabels(labels, NAME_ONLY));

/** An empty value takes the label away. */
export const withLabel = (labels: Labels, name: string, value: string): Labels =>
  labelsOf([...labels.pairs, [name, value]]);

/** Label by label, as Prometheus sorts series: first by name, then by value, a shorter set before a longer one. */
export function compareLabels(a: Labels, b: Labels): number {
  const shared = Math.min(a.pairs.length, b.pairs.length);
  for (let i = 0; i < shared; i++) {
    const [nameA, valueA] = a.pairs[i]!;
    const [nameB, valueB] = b.pairs[i]!;
    if (nameA !== nameB) return nameA < nameB ? -1 : 1;
    if (valueA !== valueB) return valueA < valueB ? -1 : 1;
  }
  return a.pairs.length - b.pairs.length;
}

/** `http_requests_total{job="api"}`, `{job="api"}`, `{}`. */
export function formatLabels(labels: Labels): string {
  const name = metricName(labels);
  const others = labels.pairs.filter(([label]) => label !== METRIC_NAME);
  if (others.length === 0) return name === '' ? '{}' : name;
  return `${name}{${others.map(([label, value]) => `${label}=${goQuote(value)}`).join(', ')}}`;
}

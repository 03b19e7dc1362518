import { type Labels, labelsOf, METRIC_NAME } from '../../../../promql/labels.ts';
import type { AlertRule, RecordingRule } from '../rule-file.ts';
import type { AlertInstance } from './alert-state.ts';
import type { VectorElement } from './instant-vector.ts';

export const ALERTS_METRIC = 'ALERTS';
export const ALERTS_FOR_STATE_METRIC = 'ALERTS_FOR_STATE';

export type RecordedOutcome =
  | { readonly kind: 'vector'; readonly elements: readonly VectorElement[] }
  | { readonly kind: 'failed'; readonly message: string };

/** From an element's labels to those of the series that is written. */
export function recordedLabels({ name, labels }: RecordingRule): (element: Labels) => Labels {
  const known = new Map<string, Labels>();
  return (element) => {
    let recorded = known.get(element.key);
    if (recorded === undefined) {
      const own = labels.map((label): [string, string] => [label.name, label.value]);
      recorded = labelsOf([...element.pairs, [METRIC_NAME, name], ...own]);
      if (known.size < MOST_REMEMBERED) known.set(element.key, recorded);
    }
    return recorded;
  };
}

const MOST_REMEMBERED = 10_000;

/** What a recording rule writes: its name and labels put on, no label set twice, not more than the limit. */
export function recordedSamples(
  found: readonly VectorElement[],
  relabel: (element: Labels) => Labels,
  limit: number,
): RecordedOutcome {
  const elements = found.map(({ labels, value }) => ({ labels: relabel(labels), value }));
  if (new Set(elements.map(({ labels }) => labels.key)).size < elements.length) {
    return { kind: 'failed', message: 'vector contains metrics with the same labelset after applying rule labels' };
  }
  if (limit > 0 && elements.length > limit) {
    return { kind: 'failed', message: `exceeded limit of ${limit} with ${elements.length} series` };
  }
  return { kind: 'vector', elements };
}

/**
 * The series Prometheus writes of pending and firing alerts: `ALERTS` and, with the time it became active,
 * `ALERTS_FOR_STATE`. A label of the rule whose template came out empty stands in them as it was written.
 */
export function alertSamples(rule: AlertRule, alerts: readonly AlertInstance[]): VectorElement[] {
  const asWritten = rule.labels.map(({ name, source }): [string, string] => [name, source.text]);
  return alerts.flatMap(({ labels, phase, activeAtMs }): VectorElement[] => {
    if (phase === 'inactive') return [];
    const own = [...asWritten, ...labels.pairs];
    return [
      { labels: labelsOf([...own, [METRIC_NAME, ALERTS_METRIC], ['alertstate', phase]]), value: 1 },
      { labels: labelsOf([...own, [METRIC_NAME, ALERTS_FOR_STATE_METRIC]]), value: Math.floor(activeAtMs / 1000) },
    ];
  });
}

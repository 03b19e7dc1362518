import { type Labels, labelsOf } from '../../../../promql/labels.ts';
import type { State } from '../../../state-codec.ts';
import type { VectorElement } from './instant-vector.ts';
import { labelsToState } from './saved-alerts.ts';

/** Takes a sample; false where it cannot (not after the last one of its series). */
export type WriteSample = (labels: Labels, atMs: number, value: number, stale: boolean) => boolean;

/** What one rule writes, with a staleness marker on every series that it wrote last time and does not write now. */
export interface WrittenSeries {
  /** False where a sample was turned away. */
  write(elements: readonly VectorElement[], atMs: number, into: WriteSample): boolean;
  state(): State;
}

export function writtenSeries(from: State | undefined): WrittenSeries {
  const saved = (from as unknown as readonly (readonly [string, string])[][] | undefined) ?? [];
  let last = new Map(saved.map((pairs) => labelsOf(pairs)).map((labels) => [labels.key, labels]));
  return {
    write(elements, atMs, into) {
      if (elements.length === 0 && last.size === 0) return true;
      const now = new Map<string, Labels>();
      let isWhole = true;
      for (const { labels, value } of elements) {
        isWhole = into(labels, atMs, value, false) && isWhole;
        now.set(labels.key, labels);
      }
      for (const [key, labels] of last) if (!now.has(key)) isWhole = into(labels, atMs, 0, true) && isWhole;
      last = now;
      return isWhole;
    },
    state: () => [...last.values()].map(labelsToState),
  };
}

import { countUpTo } from '../../../../promql/evaluate/search-times.ts';
import { compareLabels, type Labels, labelsOf, labelValue } from '../../../../promql/labels.ts';
import type { SampleSeries, SampleSource } from '../../../../promql/sample-source.ts';
import type { LabelMatcher } from '../../../../promql/syntax.ts';
import type { State } from '../../../state-codec.ts';

/** Samples as they come in, and what is old enough forgotten. */
export interface LiveWindow extends SampleSource {
  /** False, and nothing kept, where the time is not after the last sample of the series. */
  append(labels: Labels, atMs: number, value: number, stale: boolean): boolean;
  /** Samples at or before this time are no longer needed. */
  forgetUntil(atMs: number): void;
  readonly sampleCount: number;
  state(): State;
}

interface Held {
  readonly labels: Labels;
  timestampsMs: Float64Array;
  values: Float64Array;
  stale: Uint8Array;
  /** Samples lie in [from, to). */
  from: number;
  to: number;
  hasStale: boolean;
  /** What `select` gave out last, until something changes. */
  view: SampleSeries | null;
}

/** What a selector matched among the series that were there when it last asked. */
interface Selected {
  epoch: number;
  looked: number;
  matching: Held[];
}

interface SavedSeries {
  readonly labels: readonly (readonly [string, string])[];
  readonly timestampsMs: Float64Array;
  readonly values: Float64Array;
  readonly stale: Uint8Array;
}

const FIRST_CAPACITY = 16;

export function liveWindow(from?: State): LiveWindow {
  let all: Held[] = [];
  let byKey = new Map<string, Held>();
  /** Counts how often series were taken out, after which every selection is made anew. */
  let epoch = 0;
  const selected = new WeakMap<readonly LabelMatcher[], Selected>();
  for (const saved of (from as unknown as readonly SavedSeries[] | undefined) ?? []) restore(saved);

  function restore({ labels, timestampsMs, values, stale }: SavedSeries): void {
    const held = add(labelsOf(labels));
    for (let i = 0; i < timestampsMs.length; i++) push(held, timestampsMs[i]!, values[i]!, stale[i] === 1);
  }

  function add(labels: Labels): Held {
    const held: Held = {
      labels,
      timestampsMs: new Float64Array(FIRST_CAPACITY),
      values: new Float64Array(FIRST_CAPACITY),
      stale: new Uint8Array(FIRST_CAPACITY),
      from: 0,
      to: 0,
      hasStale: false,
      view: null,
    };
    all.push(held);
    byKey.set(labels.key, held);
    return held;
  }

  function matchingOf(matchers: readonly LabelMatcher[]): readonly Held[] {
    let known = selected.get(matchers);
    if (known === undefined || known.epoch !== epoch) {
      known = { epoch, looked: 0, matching: [] };
      selected.set(matchers, known);
    }
    let added = false;
    for (; known.looked < all.length; known.looked++) {
      const held = all[known.looked]!;
      if (!matchers.every(({ label, matches }) => matches(labelValue(held.labels, label)))) continue;
      known.matching.push(held);
      added = true;
    }
    if (added) known.matching.sort((a, b) => compareLabels(a.labels, b.labels));
    return known.matching;
  }

  return {
    append(labels, atMs, value, stale) {
      const held = byKey.get(labels.key) ?? add(labels);
      if (held.to > held.from && !(atMs > held.timestampsMs[held.to - 1]!)) return false;
      push(held, atMs, value, stale);
      return true;
    },
    select(matchers, afterMs, untilMs) {
      const found: SampleSeries[] = [];
      for (const held of matchingOf(matchers)) if (hasSampleIn(held, afterMs, untilMs)) found.push(viewOf(held));
      return found;
    },
    forgetUntil(atMs) {
      let emptied = false;
      for (const held of all) {
        const keep = held.from + countUpTo(held.timestampsMs.subarray(held.from, held.to), atMs);
        if (keep === held.from) continue;
        held.from = keep;
        held.view = null;
        if (keep === held.to) emptied = true;
      }
      if (!emptied) return;
      all = all.filter(({ from, to }) => to > from);
      byKey = new Map(all.map((held) => [held.labels.key, held]));
      epoch++;
    },
    get sampleCount() {
      return all.reduce((sum, { from, to }) => sum + to - from, 0);
    },
    state: () =>
      all.map(({ labels, timestampsMs, values, stale, from, to }) => ({
        labels: labels.pairs,
        timestampsMs: timestampsMs.slice(from, to),
        values: values.slice(from, to),
        stale: stale.slice(from, to),
      })),
  };
}

function push(held: Held, atMs: number, value: number, stale: boolean): void {
  if (held.to === held.timestampsMs.length) makeRoom(held);
  held.timestampsMs[held.to] = atMs;
  held.values[held.to] = value;
  held.stale[held.to] = stale ? 1 : 0;
  held.to++;
  held.hasStale ||= stale;
  held.view = null;
}

/** Into fresh arrays, so that nothing that was given out before ever changes. */
function makeRoom(held: Held): void {
  const { from, to } = held;
  const capacity = Math.max(FIRST_CAPACITY, 2 * (to - from));
  const grown = <T extends Float64Array | Uint8Array>(old: T, fresh: T): T => {
    fresh.set(old.subarray(from, to));
    return fresh;
  };
  held.timestampsMs = grown(held.timestampsMs, new Float64Array(capacity));
  held.values = grown(held.values, new Float64Array(capacity));
  held.stale = grown(held.stale, new Uint8Array(capacity));
  held.to = to - from;
  held.from = 0;
  held.hasStale = held.stale.includes(1);
}

function hasSampleIn({ timestampsMs, from, to }: Held, afterMs: number, untilMs: number): boolean {
  let newest = to - 1;
  if (newest >= from && timestampsMs[newest]! > untilMs) {
    newest = from + countUpTo(timestampsMs.subarray(from, to), untilMs) - 1;
  }
  return newest >= from && timestampsMs[newest]! > afterMs;
}

function viewOf(held: Held): SampleSeries {
  const { labels, timestampsMs, values, stale, from, to, hasStale } = held;
  held.view ??= {
    labels,
    timestampsMs: timestampsMs.subarray(from, to),
    values: values.subarray(from, to),
    stale: hasStale ? stale.subarray(from, to) : null,
  };
  return held.view;
}

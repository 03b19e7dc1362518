import { countUpTo } from './evaluate/search-times.ts';
import { compareLabels, labelValue } from './labels.ts';
import type { SampleSeries, SampleSource } from './sample-source.ts';
import type { LabelMatcher } from './syntax.ts';

/** Places of series, ascending, by label and value. */
type Index = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

function indexOf(series: readonly SampleSeries[]): Index {
  const index = new Map<string, Map<string, number[]>>();
  series.forEach(({ labels }, place) => {
    for (const [label, value] of labels.pairs) {
      const byValue = index.get(label) ?? new Map<string, number[]>();
      index.set(label, byValue);
      const places = byValue.get(value);
      if (places === undefined) byValue.set(value, [place]);
      else places.push(place);
    }
  });
  return index;
}

function refuseRepeated(sorted: readonly SampleSeries[]): void {
  for (let i = 1; i < sorted.length; i++) {
    const { key } = sorted[i]!.labels;
    if (key === sorted[i - 1]!.labels.key) throw new Error(`two series ${key} in one source`);
  }
}

function hasSampleIn({ timestampsMs }: SampleSeries, afterMs: number, untilMs: number): boolean {
  const newest = countUpTo(timestampsMs, untilMs) - 1;
  return newest >= 0 && timestampsMs[newest]! > afterMs;
}

const matchesAll = ({ labels }: SampleSeries, matchers: readonly LabelMatcher[]): boolean =>
  matchers.every((matcher) => matcher.matches(labelValue(labels, matcher.label)));

/** Series held in memory, found by name and label values. No two series may have the same labels. */
export function memorySource(series: readonly SampleSeries[]): SampleSource {
  const sorted = [...series].sort((a, b) => compareLabels(a.labels, b.labels));
  refuseRepeated(sorted);
  const index = indexOf(sorted);
  const all = sorted.map((_, place) => place);

  /** The shortest list of series that an equality matcher leaves; all of them when there is none. */
  function candidates(matchers: readonly LabelMatcher[]): readonly number[] {
    let shortest: readonly number[] = all;
    for (const { label, operator, value } of matchers) {
      if (operator !== '=' || value === '') continue;
      const places = index.get(label)?.get(value) ?? [];
      if (places.length < shortest.length) shortest = places;
    }
    return shortest;
  }

  return {
    select(matchers, afterMs, untilMs) {
      return candidates(matchers)
        .map((place) => sorted[place]!)
        .filter((each) => matchesAll(each, matchers) && hasSampleIn(each, afterMs, untilMs));
    },
  };
}

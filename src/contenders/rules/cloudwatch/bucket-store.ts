import type { State } from '../../state-codec.ts';
import { summable } from '../severity.ts';

/** What one stretch between two evaluations held. */
export interface Bucket {
  /** Its number; a slot of the ring is reused. */
  readonly bucket: number;
  sum: number;
  /** Samples, or their weight. */
  count: number;
  min: number;
  max: number;
  /** In the order recorded; only where the single samples are needed. */
  readonly samples: number[];
}

/** The buckets an alarm can still look at, of one metric: a ring, so its memory is bounded. */
export interface BucketStore {
  /** A sample; one too old to be looked at is dropped. */
  add(bucket: number, value: number, weight: number): void;
  get(bucket: number): Bucket | undefined;
  readonly isEmpty: boolean;
  state(): State;
}

interface Saved {
  readonly newest: number;
  readonly buckets: readonly Bucket[];
}

export function bucketStore(capacity: number, keepsSamples: boolean, from?: State): BucketStore {
  const saved = from as unknown as Saved | undefined;
  const slots = new Array<Bucket | undefined>(capacity).fill(undefined);
  const slotOf = (bucket: number) => ((bucket % capacity) + capacity) % capacity;
  for (const each of saved?.buckets ?? []) slots[slotOf(each.bucket)] = { ...each, samples: [...each.samples] };
  let newest = saved?.newest ?? Number.NEGATIVE_INFINITY;

  return {
    add(bucket, value, weight) {
      if (bucket > newest) newest = bucket;
      if (bucket <= newest - capacity) return;
      const slot = slotOf(bucket);
      let held = slots[slot];
      if (held === undefined || held.bucket !== bucket) {
        held = { bucket, sum: 0, count: 0, min: value, max: value, samples: [] };
        slots[slot] = held;
      }
      held.sum = summable(held.sum + summable(value) * weight);
      held.count += weight;
      held.min = Math.min(held.min, value);
      held.max = Math.max(held.max, value);
      if (keepsSamples) held.samples.push(value);
    },
    get(bucket) {
      const held = slots[slotOf(bucket)];
      return held?.bucket === bucket ? held : undefined;
    },
    get isEmpty() {
      return newest === Number.NEGATIVE_INFINITY;
    },
    state: () => ({
      newest,
      buckets: slots.filter((held) => held !== undefined && held.bucket > newest - capacity) as unknown as State[],
    }),
  };
}

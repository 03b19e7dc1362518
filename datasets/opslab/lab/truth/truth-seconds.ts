import type { UserSecond } from '../load/user-second.ts';
import { MEMORY_LIMIT_BYTES } from '../parts/shop-instances.ts';
import type { CapacitySecond } from '../record/capacity-second.ts';
import type { Truth } from './label.ts';
import type { Recorded } from './recorded.ts';

/**
 * What makes a second one that deserved a human. Every number is applied to what the users and the recorder wrote down,
 * never to what Prometheus scraped or an alert rule saw.
 */
export const TRUTH_RULE = {
  /** Users: a request lost, failed or slower than its objective is bad. Counted in this second and five on either side. */
  windowS: 5,
  badShare: 0.02,
  leastBad: 5,
  /** Capacity: the core's busy share over the second and two on either side. */
  busyWindowS: 2,
  busyRatio: 0.95,
  memoryRatio: 0.85,
  diskFreeRatio: 0.2,
} as const;

/** Seconds since 1970 in which users were hurt. */
export function hurtSeconds(seconds: readonly UserSecond[]): Set<number> {
  const counts = seconds.map(({ routes }) => {
    const all = Object.values(routes);
    const sum = (pick: (route: (typeof all)[number]) => number) => all.reduce((total, route) => total + pick(route), 0);
    return { due: sum(({ due }) => due), bad: sum(({ lost, failed, slow }) => lost + failed + slow) };
  });
  const { windowS, badShare, leastBad } = TRUTH_RULE;
  const hurt = new Set<number>();
  seconds.forEach(({ timestampMs }, i) => {
    if (counts[i]!.bad === 0) return;
    const near = counts.slice(Math.max(0, i - windowS), i + windowS + 1);
    const bad = near.reduce((total, count) => total + count.bad, 0);
    const due = near.reduce((total, count) => total + count.due, 0);
    if (bad >= leastBad && bad >= badShare * due) hurt.add(Math.floor(timestampMs / 1000));
  });
  return hurt;
}

/** Seconds since 1970 in which there was no capacity to spare: no CPU, memory, disk, connections, or an instance less. */
export function dangerSeconds(seconds: readonly CapacitySecond[]): Set<number> {
  const { busyWindowS, busyRatio, memoryRatio, diskFreeRatio } = TRUTH_RULE;
  const danger = new Set<number>();
  seconds.forEach((second, i) => {
    const near = seconds.slice(Math.max(0, i - busyWindowS), i + busyWindowS + 1);
    const busy = near.reduce((total, { cpuBusyRatio }) => total + cpuBusyRatio, 0) / near.length;
    const inDanger =
      busy >= busyRatio ||
      (second.diskFreeRatio !== null && second.diskFreeRatio < diskFreeRatio) ||
      second.instances.some(
        ({ memoryBytes, poolInUse, poolSize, poolWaiting }) =>
          memoryBytes === null ||
          memoryBytes > memoryRatio * MEMORY_LIMIT_BYTES ||
          ((poolWaiting ?? 0) > 0 && poolInUse === poolSize),
      );
    if (inDanger) danger.add(measuredSecond(second));
  });
  return danger;
}

/** Seconds since 1970 in which a scrape target other than the shop did not answer the recorder's own request. */
export function blindSeconds(seconds: readonly CapacitySecond[]): Set<number> {
  return new Set(
    seconds.filter(({ lostTargets }) => lostTargets.some((name) => !name.startsWith('shop-'))).map(measuredSecond),
  );
}

/** Measured at the end of the second it stands for. */
function measuredSecond({ timestampMs }: CapacitySecond): number {
  return Math.round(timestampMs / 1000) - 1;
}

/**
 * Every second that deserved a human. Only what happened between the first row and the last is judged: the second that
 * ends with the first row, and the requests that came after the end, are not.
 */
export function truthWithin({ users, capacity }: Recorded, firstRowMs: number, lastRowMs: number): Truth {
  const judged = (seconds: ReadonlySet<number>) =>
    new Set([...seconds].filter((second) => second * 1000 >= firstRowMs && (second + 1) * 1000 <= lastRowMs));
  return {
    hurt: judged(hurtSeconds(users)),
    danger: judged(dangerSeconds(capacity)),
    blind: judged(blindSeconds(capacity)),
  };
}

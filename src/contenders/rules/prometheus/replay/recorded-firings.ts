import { type Labels, labelsOf } from '../../../../promql/labels.ts';
import type { RawSeries } from '../../../../telemetry/raw-series.ts';
import { type EngineOptions, intervalOf } from '../evaluation/engine-options.ts';
import { ALERTS_METRIC } from '../evaluation/rule-output.ts';
import type { RuleGroup } from '../rule-file.ts';
import type { Firing } from './rule-replay.ts';

/** One firing as a server wrote it down in `ALERTS`. */
export interface RecordedFiring {
  /** With `alertname`, as in `Firing`. */
  readonly labels: Labels;
  readonly firedAtMs: number;
  /** The evaluation that no longer had it; null: still firing at the end of the series. */
  readonly resolvedAtMs: number | null;
}

/** Firings out of the series `ALERTS{alertstate="firing"}`: from a first sample to the staleness marker that ends it. */
export function recordedFirings(series: readonly RawSeries[]): RecordedFiring[] {
  const firings: RecordedFiring[] = [];
  for (const { labels, timestampsMs, stale } of series) {
    const { __name__: name, alertstate, ...own } = labels;
    if (name !== ALERTS_METRIC || alertstate !== 'firing') continue;
    const identity = labelsOf(Object.entries(own));
    let firedAtMs: number | null = null;
    timestampsMs.forEach((atMs, i) => {
      if (stale[i] !== 1) firedAtMs ??= atMs;
      else if (firedAtMs !== null) {
        firings.push({ labels: identity, firedAtMs, resolvedAtMs: atMs });
        firedAtMs = null;
      }
    });
    if (firedAtMs !== null) firings.push({ labels: identity, firedAtMs, resolvedAtMs: null });
  }
  return firings.sort((a, b) => a.firedAtMs - b.firedAtMs || (a.labels.key < b.labels.key ? -1 : 1));
}

/**
 * The phase each group really had, read off the times of what its rules wrote (`ALERTS` and recorded series); by group
 * name. A group that wrote nothing is not in it.
 */
export function recordedPhases(
  groups: readonly RuleGroup[],
  series: readonly RawSeries[],
  options: EngineOptions,
): ReadonlyMap<string, number> {
  const phases = new Map<string, number>();
  for (const group of groups) {
    const counts = new Map<number, number>();
    const intervalMs = intervalOf(group, options);
    for (const one of series) {
      if (!isOf(group, one)) continue;
      for (const atMs of one.timestampsMs) {
        const phaseMs = ((atMs % intervalMs) + intervalMs) % intervalMs;
        counts.set(phaseMs, (counts.get(phaseMs) ?? 0) + 1);
      }
    }
    const [commonest] = [...counts].sort(([a, n], [b, m]) => m - n || a - b);
    if (commonest !== undefined) phases.set(group.name, commonest[0]);
  }
  return phases;
}

function isOf({ rules }: RuleGroup, { labels }: RawSeries): boolean {
  const { __name__: name, alertname } = labels;
  return rules.some((rule) =>
    rule.kind === 'alert' ? name === ALERTS_METRIC && alertname === rule.name : name === rule.name,
  );
}

export interface FiringComparison {
  /** Start and end equal. */
  readonly same: number;
  /** The same alert fires, and begins or ends at another time. In ms, replayed minus recorded; null: one has no end. */
  readonly shifted: readonly {
    readonly replayed: Firing;
    readonly recorded: RecordedFiring;
    readonly startByMs: number;
    readonly endByMs: number | null;
  }[];
  readonly onlyReplayed: readonly Firing[];
  readonly onlyRecorded: readonly RecordedFiring[];
}

/** Replayed firings against what the server recorded: equal ones first, then those of one alert that overlap. */
export function compareFirings(replayed: readonly Firing[], recorded: readonly RecordedFiring[]): FiringComparison {
  const key = ({ labels, firedAtMs, resolvedAtMs }: RecordedFiring) => `${labels.key} ${firedAtMs} ${resolvedAtMs}`;
  const waiting = new Map<string, RecordedFiring>(recorded.map((one) => [key(one), one]));
  const unequal = replayed.filter((firing) => !waiting.delete(key(firing)));
  const left = [...waiting.values()];
  const shifted: FiringComparison['shifted'][number][] = [];
  const onlyReplayed: Firing[] = [];
  for (const firing of unequal) {
    const at = left.findIndex((one) => one.labels.key === firing.labels.key && overlap(firing, one));
    const [one] = at === -1 ? [] : left.splice(at, 1);
    if (one === undefined) {
      onlyReplayed.push(firing);
      continue;
    }
    const hasEnds = firing.resolvedAtMs !== null && one.resolvedAtMs !== null;
    shifted.push({
      replayed: firing,
      recorded: one,
      startByMs: firing.firedAtMs - one.firedAtMs,
      endByMs: hasEnds ? firing.resolvedAtMs! - one.resolvedAtMs! : null,
    });
  }
  return { same: replayed.length - unequal.length, shifted, onlyReplayed, onlyRecorded: left };
}

function overlap(a: RecordedFiring, b: RecordedFiring): boolean {
  const endOf = ({ resolvedAtMs }: RecordedFiring) => resolvedAtMs ?? Number.POSITIVE_INFINITY;
  return a.firedAtMs <= endOf(b) && b.firedAtMs <= endOf(a);
}

import type { SampleSource } from '../../../../promql/sample-source.ts';
import { DEFAULT_ENGINE, type EngineOptions, intervalOf } from '../evaluation/engine-options.ts';
import type { RuleFiles } from '../rule-file.ts';
import type { ReplayRange } from './replay-steps.ts';
import { type Firing, replayRules } from './rule-replay.ts';

/** One firing as it came out at each phase. */
export interface SweptFiring {
  readonly alert: string;
  readonly labels: Firing['labels'];
  /** Per phase; null: at that phase there was no such firing. */
  readonly firings: readonly (Firing | null)[];
  /** It fires at some phases and not at others. */
  readonly dependsOnPhase: boolean;
  /** Between the earliest and the latest start. */
  readonly startSpreadMs: number;
}

export interface PhaseSweep {
  /** Shares of each group's interval. */
  readonly phases: readonly number[];
  readonly firings: readonly SweptFiring[];
  /** How many there were at each phase. */
  readonly counts: readonly number[];
}

/**
 * The evaluation phase of a group cannot be told from its file (it comes of the file's path and the group's name on the
 * server), so every phase could have been the real one: which firings hang on it?
 *
 * Two firings at different phases are taken as one where it is the same alert and they overlap, or start within two
 * intervals of each other.
 */
export function phaseSweep(
  files: Pick<RuleFiles, 'groups' | 'refusals'>,
  source: SampleSource,
  range: ReplayRange,
  { phaseCount, ...options }: Partial<EngineOptions> & { readonly phaseCount: number },
): PhaseSweep {
  const engine = { ...DEFAULT_ENGINE, ...options };
  const phases = Array.from({ length: phaseCount }, (_, i) => i / phaseCount);
  const replays = phases.map((share) => {
    const phaseMs: EngineOptions['phaseMs'] = (group) => Math.floor(share * intervalOf(group, engine));
    return replayRules(files, source, range, { ...options, phaseMs }).firings;
  });
  const swept: Swept[] = [];
  const byAlert = new Map<Firing['rule'], Map<string, Swept[]>>();
  replays.forEach((firings, phase) => {
    for (const firing of firings) {
      const toleranceMs = 2 * intervalOf(firing.group, engine);
      const byLabels = byAlert.get(firing.rule) ?? new Map<string, Swept[]>();
      byAlert.set(firing.rule, byLabels);
      const alike = byLabels.get(firing.labels.key) ?? [];
      byLabels.set(firing.labels.key, alike);
      const same = alike.find((known) => known.firings[phase] === null && isSame(known.firings, firing, toleranceMs));
      if (same !== undefined) same.firings[phase] = firing;
      else {
        const fresh = { alert: firing, firings: phases.map((_, i) => (i === phase ? firing : null)) };
        alike.push(fresh);
        swept.push(fresh);
      }
    }
  });
  swept.sort((a, b) => a.alert.firedAtMs - b.alert.firedAtMs);
  return { phases, counts: replays.map(({ length }) => length), firings: swept.map(summary) };
}

interface Swept {
  readonly alert: Firing;
  readonly firings: (Firing | null)[];
}

function isSame(known: readonly (Firing | null)[], firing: Firing, toleranceMs: number): boolean {
  return known.some((other) => {
    if (other === null) return false;
    const endOf = ({ resolvedAtMs }: Firing) => resolvedAtMs ?? Number.POSITIVE_INFINITY;
    const overlap = other.firedAtMs < endOf(firing) && firing.firedAtMs < endOf(other);
    return overlap || Math.abs(other.firedAtMs - firing.firedAtMs) <= toleranceMs;
  });
}

function summary({
  alert,
  firings,
}: {
  readonly alert: Firing;
  readonly firings: readonly (Firing | null)[];
}): SweptFiring {
  const starts = firings.flatMap((firing) => (firing === null ? [] : [firing.firedAtMs]));
  return {
    alert: alert.rule.name,
    labels: alert.labels,
    firings,
    dependsOnPhase: starts.length < firings.length,
    startSpreadMs: Math.max(...starts) - Math.min(...starts),
  };
}

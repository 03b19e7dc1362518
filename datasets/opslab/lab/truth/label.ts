import type { Switch } from '../record/switches.ts';

/** Why a stretch deserved a human: users were hurt, capacity was in danger, or somebody was blind. */
export type Basis = 'users' | 'capacity' | 'sight';

export interface LabelledEvent {
  readonly id: string;
  readonly kind: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Null for benign events and what nobody planned. */
  readonly strength: string | null;
  readonly basis: Basis | null;
  /** When it was switched on and off; null for what nobody planned. */
  readonly switched: { readonly onMs: number; readonly offMs: number } | null;
}

export interface LabelledRun {
  readonly incidents: readonly LabelledEvent[];
  readonly benign: readonly LabelledEvent[];
}

export interface Truth {
  /** Seconds since 1970. */
  readonly hurt: ReadonlySet<number>;
  readonly danger: ReadonlySet<number>;
  readonly blind: ReadonlySet<number>;
}

/** An incident has at least so many seconds that deserved a human. */
export const LEAST_SECONDS = 3;
/** An incident outlives its switch until so many seconds were fine. */
export const QUIET_S = 10;

/**
 * The incident of a fault lasts from the first to the last second that deserved a human, from when it was thrown until
 * ten such seconds did not come after it was lifted. A fault with fewer than three of them was harmless, and is benign.
 * Seconds in which users were hurt with no fault to blame are incidents too, of kind `unplanned`.
 */
export function labelRun(run: string, switches: readonly Switch[], truth: Truth): LabelledRun {
  const incidents: LabelledEvent[] = [];
  const benign: LabelledEvent[] = [];
  const blamed = new Set<number>();
  switches.forEach((event, i) => {
    const { id, kind, role, strength, onMs, offMs } = event;
    const named = { id: `${run}-${id}`, strength, switched: { onMs, offMs } };
    if (role === 'benign') {
      benign.push({ ...named, kind, startMs: onMs, endMs: offMs, basis: null });
      return;
    }
    const nextMs = switches[i + 1]?.onMs ?? Number.POSITIVE_INFINITY;
    const seconds = deservingSeconds(event, nextMs, truth);
    for (const second of seconds) blamed.add(second);
    if (seconds.length < LEAST_SECONDS) {
      benign.push({ ...named, kind: `harmless-${kind}`, startMs: onMs, endMs: offMs, basis: null });
      return;
    }
    incidents.push({ ...named, kind, ...extentOf(seconds), basis: basisOf(seconds, truth) });
  });
  stretchesOf([...truth.hurt].filter((second) => !blamed.has(second))).forEach((seconds, i) => {
    const id = `${run}-unplanned-${i + 1}`;
    incidents.push({ id, kind: 'unplanned', ...extentOf(seconds), strength: null, basis: 'users', switched: null });
  });
  incidents.sort((a, b) => a.startMs - b.startMs);
  return { incidents, benign };
}

function deservingSeconds({ onMs, offMs }: Switch, nextMs: number, { hurt, danger, blind }: Truth): number[] {
  const seconds: number[] = [];
  const fromS = Math.floor(onMs / 1000);
  const offS = Math.floor(offMs / 1000);
  let fineS = 0;
  for (let second = fromS; second * 1000 < nextMs && (second <= offS || fineS < QUIET_S); second++) {
    const deserves = hurt.has(second) || danger.has(second) || blind.has(second);
    if (deserves) seconds.push(second);
    if (second > offS) fineS = deserves ? 0 : fineS + 1;
  }
  return seconds;
}

function basisOf(seconds: readonly number[], { hurt, danger }: Truth): Basis {
  const counted = (set: ReadonlySet<number>) => seconds.filter((second) => set.has(second)).length;
  if (counted(hurt) >= LEAST_SECONDS) return 'users';
  return counted(danger) >= LEAST_SECONDS ? 'capacity' : 'sight';
}

function stretchesOf(seconds: number[]): number[][] {
  const stretches: number[][] = [];
  for (const second of seconds.sort((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last !== undefined && second - last.at(-1)! <= QUIET_S) last.push(second);
    else stretches.push([second]);
  }
  return stretches.filter((stretch) => stretch.length >= LEAST_SECONDS);
}

function extentOf(seconds: readonly number[]): { startMs: number; endMs: number } {
  return { startMs: seconds[0]! * 1000, endMs: seconds.at(-1)! * 1000 + 1000 };
}

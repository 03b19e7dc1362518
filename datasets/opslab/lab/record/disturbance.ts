import { readdirSync, readFileSync } from 'node:fs';

/** CPU somebody else used within one second, as shares of one core. */
export interface DisturbanceSecond {
  readonly timestampMs: number;
  /** Used on the machine, less what the lab and the kernel's own threads used. */
  readonly outsideCores: number;
  /** Taken by the hypervisor for other machines. */
  readonly stealCores: number;
  readonly labCores: number;
}

export interface Disturbance {
  readonly seconds: number;
  readonly outsideCores: { readonly mean: number; readonly p95: number; readonly max: number };
  readonly stealCores: { readonly mean: number; readonly p95: number; readonly max: number };
  readonly labCores: { readonly mean: number; readonly p95: number; readonly max: number };
  /** Seconds in which somebody else used more than `LIMITS.secondCores`. */
  readonly disturbedSeconds: number;
  readonly isClean: boolean;
}

/** A recording is clean where others used no more than this. The kernel counts in hundredths of a second. */
export const LIMITS = { meanCores: 0.05, p95Cores: 0.12, secondCores: 0.4, disturbedShare: 0.005 } as const;

const TICKS_PER_SECOND = 100;
const KTHREADD = 2;

/** Measures since the last call, for the process tree under `root`. */
export function openDisturbanceGauge(root: number): () => DisturbanceSecond {
  let before = snapshot(root);
  return () => {
    const now = snapshot(root);
    const seconds = Math.max(0.001, (now.timestampMs - before.timestampMs) / 1000);
    const cores = (ticks: number): number => Math.round((ticks / TICKS_PER_SECOND / seconds) * 10_000) / 10_000;
    const [lab, kernel] = [now.lab - before.lab, now.kernel - before.kernel];
    const outside = Math.max(0, now.busy - before.busy - Math.max(0, lab) - Math.max(0, kernel));
    const steal = now.steal - before.steal;
    before = now;
    return {
      timestampMs: now.timestampMs,
      outsideCores: cores(outside),
      stealCores: cores(steal),
      labCores: cores(Math.max(0, lab)),
    };
  };
}

export function summariseDisturbance(seconds: readonly DisturbanceSecond[]): Disturbance {
  const of = (pick: (second: DisturbanceSecond) => number) => {
    const sorted = seconds.map(pick).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    const mean = sorted.reduce((sum, value) => sum + value, 0) / Math.max(1, sorted.length);
    return { mean: Math.round(mean * 10_000) / 10_000, p95: at(0.95), max: at(1) };
  };
  const outsideCores = of((second) => second.outsideCores);
  const stealCores = of((second) => second.stealCores);
  const disturbedSeconds = seconds.filter(
    (second) => second.outsideCores + second.stealCores > LIMITS.secondCores,
  ).length;
  return {
    seconds: seconds.length,
    outsideCores,
    stealCores,
    labCores: of((second) => second.labCores),
    disturbedSeconds,
    isClean:
      outsideCores.mean + stealCores.mean <= LIMITS.meanCores &&
      Math.max(outsideCores.p95, stealCores.p95) <= LIMITS.p95Cores &&
      disturbedSeconds <= LIMITS.disturbedShare * seconds.length,
  };
}

interface Snapshot {
  readonly timestampMs: number;
  /** User, nice and system ticks of the machine; interrupts are left out, the lab's own traffic makes them. */
  readonly busy: number;
  readonly steal: number;
  readonly lab: number;
  readonly kernel: number;
}

function snapshot(root: number): Snapshot {
  const timestampMs = Date.now();
  const [user, nice, system, , , , , steal] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]!
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const processes = new Map<number, ProcessTicks>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const ticks = Number.isInteger(pid) ? ticksOf(pid) : null;
    if (ticks !== null) processes.set(pid, ticks);
  }
  const isUnder = (pid: number, ancestor: number): boolean => {
    let at = pid;
    for (let depth = 0; depth < 20 && at > 1; depth++) {
      if (at === ancestor) return true;
      at = processes.get(at)?.parent ?? 0;
    }
    return false;
  };
  let [lab, kernel] = [0, 0];
  for (const [pid, { own, children }] of processes) {
    // A dead child's time is in its parent's `children`: counted once, whenever it is reaped.
    if (isUnder(pid, root)) lab += own + children;
    else if (isUnder(pid, KTHREADD)) kernel += own;
  }
  return { timestampMs, busy: user! + nice! + system!, steal: steal ?? 0, lab, kernel };
}

interface ProcessTicks {
  readonly parent: number;
  readonly own: number;
  readonly children: number;
}

function ticksOf(pid: number): ProcessTicks | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, a name in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
    return { parent: Number(fields[1]), own: user! + system!, children: childUser! + childSystem! };
  } catch {
    return null;
  }
}

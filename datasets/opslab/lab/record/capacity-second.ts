import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Lab } from '../lab.ts';
import { scrapeTargets } from '../parts/prometheus.ts';
import { isListening } from '../wait-until.ts';

/** What the recorder itself measures every second, apart from what Prometheus scrapes. */
export interface CapacitySecond {
  readonly timestampMs: number;
  /** Busy share of the watched system's core (of the whole machine where it has only one). */
  readonly cpuBusyRatio: number;
  /** Free share of the receipts' volume; null where it is no volume of its own. */
  readonly diskFreeRatio: number | null;
  readonly instances: readonly {
    readonly instance: string;
    readonly memoryBytes: number | null;
    readonly poolInUse: number | null;
    readonly poolSize: number | null;
    readonly poolWaiting: number | null;
  }[];
  /** Scrape targets that did not answer a request of the recorder's own. */
  readonly lostTargets: readonly string[];
}

const PROBE_MS = 700;

/** Measures one second after the other; each call gives the time since the last. */
export function openCapacityGauges(lab: Lab): () => Promise<CapacitySecond> {
  const cpu = openCpuGauge();
  const targets = scrapeTargets(lab.ports);
  return async () => {
    const timestampMs = Date.now();
    const [instances, alive] = await Promise.all([
      lab.shops.gauges(),
      Promise.all(targets.map(({ port, job }) => (job === 'shop' ? isListening(port) : respondsWithin(port)))),
    ]);
    return {
      timestampMs,
      cpuBusyRatio: round(cpu()),
      diskFreeRatio: lab.volume.isMounted ? round(lab.volume.freeRatio()) : null,
      instances: instances.map(({ instance, memoryBytes, state }) => ({
        instance,
        memoryBytes,
        poolInUse: state?.poolInUse ?? null,
        poolSize: state?.poolSize ?? null,
        poolWaiting: state?.poolWaiting ?? null,
      })),
      lostTargets: targets.filter((_, i) => !alive[i]).map(({ instance }) => instance),
    };
  };
}

/** Any answer will do; a page that costs nothing. */
async function respondsWithin(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      signal: AbortSignal.timeout(PROBE_MS),
      redirect: 'manual',
    });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function openCpuGauge(): () => number {
  const line = availableParallelism() > 1 ? 'cpu1 ' : 'cpu ';
  const read = (): { busy: number; all: number } => {
    const text =
      readFileSync('/proc/stat', 'utf8')
        .split('\n')
        .find((row) => row.startsWith(line)) ?? '';
    const ticks = text.trim().split(/\s+/).slice(1, 9).map(Number);
    const all = ticks.reduce((sum, tick) => sum + tick, 0);
    return { busy: all - ticks[3]! - ticks[4]!, all };
  };
  let before = read();
  return () => {
    const now = read();
    const elapsed = now.all - before.all;
    const ratio = elapsed === 0 ? 0 : (now.busy - before.busy) / elapsed;
    before = now;
    return ratio;
  };
}

function round(ratio: number): number {
  return Math.round(ratio * 10_000) / 10_000;
}

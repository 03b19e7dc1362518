import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deriveSeed } from '../../../../src/chance.ts';
import { INSTANCES, type Ports } from '../ports.ts';
import type { Running, Supervisor } from '../process/supervisor.ts';
import type { Defect, ShopSettings, ShopState, Trouble } from '../shop/settings.ts';
import { answers, waitUntil } from '../wait-until.ts';

/** What a container platform would allow one instance; beyond it, it is killed and started again. */
export const MEMORY_LIMIT_BYTES = 300 * 1024 * 1024;
const RESTART_AFTER_MS = 2_000;
const WATCH_EVERY_MS = 500;

export interface Release {
  readonly version: string;
  readonly defect: Defect | null;
}

export interface InstanceGauges {
  readonly instance: string;
  readonly memoryBytes: number | null;
  readonly state: ShopState | null;
}

export interface ShopInstances {
  /** One instance after the other is ended and started with the release. */
  readonly roll: (release: Release) => Promise<void>;
  readonly trouble: (instance: number, trouble: Partial<Trouble>) => Promise<void>;
  readonly restart: (instance: number) => Promise<void>;
  readonly gauges: () => Promise<readonly InstanceGauges[]>;
  readonly ready: () => Promise<void>;
  /** Times at which an instance was killed for its memory, or died by itself. */
  readonly deaths: readonly { readonly instance: string; readonly atMs: number; readonly cause: string }[];
  readonly close: () => void;
}

const SERVER = fileURLToPath(new URL('../shop/server.ts', import.meta.url));

export async function startShops(
  supervisor: Supervisor,
  ports: Ports,
  options: { readonly seed: number; readonly receiptFolder: string; readonly first: Release },
): Promise<ShopInstances> {
  let generation = 0;
  let isClosed = false;
  const expectedToEnd = new Set<Running>();
  const deaths: { instance: string; atMs: number; cause: string }[] = [];
  const releases: Release[] = INSTANCES.map(() => options.first);

  const begin = (i: number): Running => {
    const settings: ShopSettings = {
      instance: INSTANCES[i]!,
      port: ports.shops[i]!,
      seed: deriveSeed(options.seed, `shop ${INSTANCES[i]} ${generation++}`),
      release: releases[i]!.version,
      defect: releases[i]!.defect,
      postgresPort: ports.postgres,
      redisPort: ports.redis,
      paymentPort: ports.paymentProxy,
      receiptFolder: options.receiptFolder,
    };
    const running = supervisor.start({
      name: `shop-${INSTANCES[i]}`,
      command: process.execPath,
      args: ['--max-old-space-size=320', '--import', 'tsx', SERVER, JSON.stringify(settings)],
      side: 'watched',
    });
    void running.ended.then(async () => {
      if (isClosed || expectedToEnd.has(running)) return;
      deaths.push({ instance: INSTANCES[i]!, atMs: Date.now(), cause: 'ended by itself' });
      await sleep(RESTART_AFTER_MS);
      if (!isClosed && current[i] === running) current[i] = begin(i);
    });
    return running;
  };
  const current: Running[] = INSTANCES.map((_, i) => begin(i));
  const ready = (i: number): Promise<void> =>
    waitUntil(`shop-${INSTANCES[i]} answers`, () => answers(`http://127.0.0.1:${ports.shops[i]}/internal/state`));
  await Promise.all(INSTANCES.map((_, i) => ready(i)));

  const restart = async (i: number): Promise<void> => {
    const old = current[i]!;
    expectedToEnd.add(old);
    await old.stop(4_000);
    current[i] = begin(i);
    await ready(i);
  };
  const watch = setInterval(() => {
    for (const [i, running] of current.entries()) {
      const memoryBytes = memoryOf(running);
      if (memoryBytes === null || memoryBytes <= MEMORY_LIMIT_BYTES || expectedToEnd.has(running)) continue;
      expectedToEnd.add(running);
      deaths.push({ instance: INSTANCES[i]!, atMs: Date.now(), cause: 'out of memory' });
      running.signal('SIGKILL');
      setTimeout(() => {
        if (!isClosed && current[i] === running) current[i] = begin(i);
      }, RESTART_AFTER_MS);
    }
  }, WATCH_EVERY_MS);
  return {
    roll: async (release) => {
      for (const [i] of INSTANCES.entries()) {
        releases[i] = release;
        await restart(i);
        await sleep(2_000);
      }
    },
    restart,
    trouble: async (i, trouble) => {
      await fetch(`http://127.0.0.1:${ports.shops[i]}/internal/trouble`, {
        method: 'POST',
        body: JSON.stringify(trouble),
        signal: AbortSignal.timeout(5_000),
      });
    },
    ready: async () => {
      for (const [i] of INSTANCES.entries()) await ready(i);
    },
    gauges: () =>
      Promise.all(
        INSTANCES.map(async (instance, i) => ({
          instance,
          memoryBytes: memoryOf(current[i]!),
          state: await stateOf(ports.shops[i]!),
        })),
      ),
    deaths,
    close: () => {
      isClosed = true;
      clearInterval(watch);
    },
  };
}

/** Resident memory from /proc, or null where the process is gone. */
function memoryOf(running: Running): number | null {
  try {
    const pages = Number(readFileSync(`/proc/${running.pid}/statm`, 'utf8').split(' ')[1]);
    return pages === 0 ? null : pages * 4096;
  } catch {
    return null;
  }
}

async function stateOf(port: number): Promise<ShopState | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/internal/state`, { signal: AbortSignal.timeout(900) });
    return (await response.json()) as ShopState;
  } catch {
    return null;
  }
}

import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deriveSeed } from '../../../src/chance.ts';
import type { LoadChange, LoadSettings } from './load/generator.ts';
import { type Exporters, startExporters } from './parts/exporters.ts';
import { startNginx } from './parts/nginx.ts';
import { type Database, startPostgres } from './parts/postgres.ts';
import { startPrometheus } from './parts/prometheus.ts';
import { type CacheServer, startRedis } from './parts/redis.ts';
import { type Release, type ShopInstances, startShops } from './parts/shop-instances.ts';
import { openVolume, type Volume } from './parts/volume.ts';
import { type Ports, portsFrom } from './ports.ts';
import { openSupervisor, type Running, type Supervisor } from './process/supervisor.ts';
import { isListening, waitUntil } from './wait-until.ts';

/** Everything that runs, and the few handles by which it can be troubled. */
export interface Lab {
  readonly folder: string;
  readonly ports: Ports;
  readonly seed: number;
  readonly supervisor: Supervisor;
  readonly database: Database;
  readonly cache: CacheServer;
  readonly shops: ShopInstances;
  readonly exporters: Exporters;
  readonly volume: Volume;
  readonly prometheus: Running;
  /** Holds back what the shops send to the payment provider. */
  readonly delayPayment: (delay: {
    readonly delayMs: number;
    readonly jitterMs: number;
    readonly share: number;
  }) => Promise<void>;
  readonly load: (change: LoadChange) => void;
  readonly startLoad: (settings: Omit<LoadSettings, 'url' | 'seed'>) => Running;
  readonly close: () => Promise<void>;
}

export const GOOD_RELEASE: Release = { version: '1.0.0', defect: null };

export interface LabOptions {
  /** Scratch folder; everything the lab writes is in it. */
  readonly folder: string;
  readonly firstPort: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Starts every part and waits until all of them answer. Ends what it started where one of them does not. */
export async function openLab({ folder, firstPort, seed, say }: LabOptions): Promise<Lab> {
  const ports = portsFrom(firstPort);
  await refuseTakenPorts(ports);
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const supervisor = openSupervisor(logs, availableParallelism());
  const volume = openVolume(join(folder, 'receipts'));
  const killAtExit = (): void => {
    supervisor.killAll();
    volume.close();
  };
  process.on('exit', killAtExit);
  let shops: ShopInstances | null = null;
  const close = async (): Promise<void> => {
    shops?.close();
    await supervisor.stopAll();
    volume.close();
    process.off('exit', killAtExit);
  };
  try {
    say('PostgreSQL');
    const database = await startPostgres(supervisor, folder, ports.postgres);
    say('Redis, payment, shop instances, nginx');
    const cache = await startRedis(supervisor, folder, ports.redis);
    await startPayment(supervisor, ports, seed);
    shops = await startShops(supervisor, ports, { seed, receiptFolder: volume.folder, first: GOOD_RELEASE });
    await startNginx(supervisor, join(folder, 'nginx'), ports);
    say('exporters, Prometheus');
    const exporters = await startExporters(supervisor, ports);
    const prometheus = await startPrometheus(supervisor, join(folder, 'prometheus'), ports);
    let generator: Running | null = null;
    return {
      ...{ folder, ports, seed, supervisor, database, cache, shops, exporters, volume, prometheus, close },
      delayPayment: async (delay) => {
        await fetch(`http://127.0.0.1:${ports.paymentProxyAdmin}/`, { method: 'POST', body: JSON.stringify(delay) });
      },
      load: (change) => generator?.tell(JSON.stringify(change)),
      startLoad: (settings) => {
        const all: LoadSettings = {
          ...settings,
          url: `http://127.0.0.1:${ports.nginx}`,
          seed: deriveSeed(seed, 'load'),
        };
        generator = startTypescript(supervisor, 'load', 'load/generator.ts', all, 'watching');
        return generator;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startPayment(supervisor: Supervisor, ports: Ports, seed: number): Promise<void> {
  const service = { port: ports.payment, seed: deriveSeed(seed, 'payment') };
  startTypescript(supervisor, 'payment', 'payment/service.ts', service, 'watching');
  const proxy = {
    port: ports.paymentProxy,
    adminPort: ports.paymentProxyAdmin,
    targetPort: ports.payment,
    seed: deriveSeed(seed, 'payment proxy'),
  };
  startTypescript(supervisor, 'payment-proxy', 'payment/delay-proxy.ts', proxy, 'watching');
  for (const port of [ports.payment, ports.paymentProxy, ports.paymentProxyAdmin]) {
    await waitUntil('the payment provider listens', () => isListening(port));
  }
}

function startTypescript(
  supervisor: Supervisor,
  name: string,
  file: string,
  settings: object,
  side: 'watched' | 'watching',
): Running {
  return supervisor.start({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', fileURLToPath(new URL(file, import.meta.url)), JSON.stringify(settings)],
    side,
  });
}

async function refuseTakenPorts(ports: Ports): Promise<void> {
  const all = Object.values(ports).flat() as number[];
  const taken: number[] = [];
  for (const port of all) if (await isListening(port)) taken.push(port);
  if (taken.length > 0) throw new Error(`ports ${taken.join(', ')} of 127.0.0.1 are taken; --first-port moves the lab`);
}

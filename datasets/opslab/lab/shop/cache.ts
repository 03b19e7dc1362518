import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { observed, type ShopMetrics } from './metrics.ts';

/** A cache that is not there is a miss, not a fault: the shop is slower then, and works. */
export interface Cache {
  readonly get: (key: string) => Promise<string | null>;
  readonly set: (key: string, value: string, seconds: number) => Promise<void>;
}

/** A cache slower than this is no help. */
const TIMEOUT_MS = 100;
const RECONNECT_MS = 500;

export async function openCache(port: number, metrics: ShopMetrics): Promise<Cache> {
  const client = createClient({
    socket: { host: '127.0.0.1', port, reconnectStrategy: () => RECONNECT_MS },
    disableOfflineQueue: true,
  });
  client.on('error', () => undefined); // counted where a command fails
  await Promise.race([client.connect(), sleep(2 * RECONNECT_MS)]);
  const within = <T>(command: Promise<T>): Promise<T> => {
    const late = sleep(TIMEOUT_MS).then(() => {
      throw new Error('cache timeout');
    });
    command.catch(() => undefined);
    late.catch(() => undefined);
    return Promise.race([command, late]);
  };
  return {
    get: async (key) => {
      try {
        return await observed(metrics, 'redis', () => within(client.get(key)));
      } catch {
        return null;
      }
    },
    set: async (key, value, seconds) => {
      try {
        await observed(metrics, 'redis', () => within(client.set(key, value, { EX: seconds })));
      } catch {
        // The next request will try again.
      }
    },
  };
}

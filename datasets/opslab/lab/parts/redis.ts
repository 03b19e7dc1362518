import { createClient } from 'redis';
import type { Running, Supervisor } from '../process/supervisor.ts';
import { toolPath } from '../process/tools.ts';
import { isListening, waitUntil } from '../wait-until.ts';

export interface CacheServer {
  readonly current: () => Running;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly flush: () => Promise<void>;
}

export async function startRedis(supervisor: Supervisor, folder: string, port: number): Promise<CacheServer> {
  const begin = async (): Promise<Running> => {
    const running = supervisor.start({
      name: 'redis',
      command: toolPath('redis'),
      args: [
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
        ...['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru'],
      ],
      side: 'watched',
    });
    await waitUntil('redis listens', () => isListening(port));
    return running;
  };
  let running = await begin();
  return {
    current: () => running,
    kill: () => running.stop(0),
    start: async () => {
      if (!running.isRunning()) running = await begin();
    },
    flush: async () => {
      const client = createClient({ socket: { host: '127.0.0.1', port, reconnectStrategy: false } });
      client.on('error', () => undefined);
      await client.connect();
      await client.flushAll();
      await client.close();
    },
  };
}

import type { Ports } from '../ports.ts';
import type { ProcessSpec, Running, Supervisor } from '../process/supervisor.ts';
import { toolPath } from '../process/tools.ts';
import { isListening, waitUntil } from '../wait-until.ts';

export const EXPORTERS = ['node', 'postgres', 'redis', 'nginx'] as const;
export type Exporter = (typeof EXPORTERS)[number];

export interface Exporters {
  readonly running: (exporter: Exporter) => Running;
  readonly start: (exporter: Exporter) => Promise<void>;
}

const NODE_COLLECTORS = ['cpu', 'meminfo', 'filesystem', 'diskstats', 'loadavg', 'netdev', 'pressure', 'stat', 'uname'];

export async function startExporters(supervisor: Supervisor, ports: Ports): Promise<Exporters> {
  const specs: Readonly<Record<Exporter, Omit<ProcessSpec, 'side'> & { readonly port: number }>> = {
    node: {
      name: 'node-exporter',
      port: ports.nodeExporter,
      command: toolPath('nodeExporter'),
      args: [
        `--web.listen-address=127.0.0.1:${ports.nodeExporter}`,
        '--web.disable-exporter-metrics',
        '--collector.disable-defaults',
        ...NODE_COLLECTORS.map((name) => `--collector.${name}`),
        '--collector.filesystem.mount-points-exclude=^/(dev|proc|sys)($|/)',
        // The loopback device too: everything here goes over it.
        '--collector.netdev.device-exclude=',
      ],
    },
    postgres: {
      name: 'postgres-exporter',
      port: ports.postgresExporter,
      command: toolPath('postgresExporter'),
      args: [`--web.listen-address=127.0.0.1:${ports.postgresExporter}`, '--disable-settings-metrics'],
      environment: {
        DATA_SOURCE_NAME: `postgresql://postgres@127.0.0.1:${ports.postgres}/shop?sslmode=disable`,
      },
    },
    redis: {
      name: 'redis-exporter',
      port: ports.redisExporter,
      command: toolPath('redisExporter'),
      args: [
        `-web.listen-address=127.0.0.1:${ports.redisExporter}`,
        `-redis.addr=redis://127.0.0.1:${ports.redis}`,
        '-connection-timeout=500ms',
      ],
    },
    nginx: {
      name: 'nginx-exporter',
      port: ports.nginxExporter,
      command: toolPath('nginxExporter'),
      args: [
        `-web.listen-address=127.0.0.1:${ports.nginxExporter}`,
        `-nginx.scrape-uri=http://127.0.0.1:${ports.nginxStatus}/stub_status`,
        '-nginx.timeout=800ms',
      ],
    },
  };
  const current = new Map<Exporter, Running>();
  const start = async (exporter: Exporter): Promise<void> => {
    if (current.get(exporter)?.isRunning() === true) return;
    const { port, ...spec } = specs[exporter];
    current.set(exporter, supervisor.start({ ...spec, side: 'watching' }));
    await waitUntil(`${spec.name} listens`, () => isListening(port));
  };
  for (const exporter of EXPORTERS) await start(exporter);
  return { running: (exporter) => current.get(exporter)!, start };
}

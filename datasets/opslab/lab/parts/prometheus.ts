import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { INSTANCES, type Ports } from '../ports.ts';
import type { Running, Supervisor } from '../process/supervisor.ts';
import { toolPath } from '../process/tools.ts';
import { answers, waitUntil } from '../wait-until.ts';

export const RULES_FOLDER = fileURLToPath(new URL('../../rules', import.meta.url));

/** Every second, and rules every second too: a minute of the lab is more than three hours of its week. */
export const SCRAPE_INTERVAL_S = 1;

/** What Prometheus scrapes: job, instance name and port. */
export function scrapeTargets(
  ports: Ports,
): { readonly job: string; readonly instance: string; readonly port: number }[] {
  return [
    ...INSTANCES.map((instance, i) => ({ job: 'shop', instance: `shop-${instance}`, port: ports.shops[i]! })),
    { job: 'node', instance: 'node', port: ports.nodeExporter },
    { job: 'postgres', instance: 'postgres', port: ports.postgresExporter },
    { job: 'redis', instance: 'redis', port: ports.redisExporter },
    { job: 'nginx', instance: 'nginx', port: ports.nginxExporter },
    { job: 'prometheus', instance: 'prometheus', port: ports.prometheus },
  ];
}

/** The receipts' volume is named alike wherever the scratch folder is. */
const RECEIPTS_NAMED = [
  {
    source_labels: ['__name__', 'device'],
    regex: 'node_filesystem_.*;opslab',
    target_label: 'mountpoint',
    replacement: '/receipts',
  },
];

function config(ports: Ports): string {
  const targets = scrapeTargets(ports);
  return stringify({
    global: {
      scrape_interval: `${SCRAPE_INTERVAL_S}s`,
      scrape_timeout: '900ms',
      evaluation_interval: '1s',
    },
    rule_files: [join(RULES_FOLDER, '*.yml')],
    scrape_configs: [...new Set(targets.map(({ job }) => job))].map((job) => ({
      job_name: job,
      ...(job === 'node' && { metric_relabel_configs: RECEIPTS_NAMED }),
      static_configs: targets
        .filter((target) => target.job === job)
        .map(({ instance, port }) => ({ targets: [`127.0.0.1:${port}`], labels: { instance } })),
    })),
  });
}

/** A Prometheus that scrapes the lab; its data stay in `<folder>/data`. */
export async function startPrometheus(supervisor: Supervisor, folder: string, ports: Ports): Promise<Running> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'prometheus.yml'), config(ports));
  return start(supervisor, folder, join(folder, 'data'), ports.prometheus);
}

/** A Prometheus that scrapes nothing and only answers for data recorded earlier. */
export async function startReadingPrometheus(
  supervisor: Supervisor,
  folder: string,
  data: string,
  port: number,
): Promise<Running> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  return start(supervisor, folder, data, port);
}

async function start(supervisor: Supervisor, folder: string, data: string, port: number): Promise<Running> {
  const running = supervisor.start({
    name: 'prometheus',
    command: toolPath('prometheus'),
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      // Real scrape times, not times rounded to the interval.
      '--no-scrape.adjust-timestamps',
    ],
    side: 'watching',
  });
  await waitUntil('prometheus is ready', () => answers(`http://127.0.0.1:${port}/-/ready`), 60_000);
  return running;
}

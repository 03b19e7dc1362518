import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps PostgreSQL's own programs off the path. */
const POSTGRES_BIN = '/usr/lib/postgresql/15/bin';
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/** Every program the lab starts, by the name it is known under here. */
export const TOOLS = {
  nginx: 'nginx',
  redis: 'redis-server',
  prometheus: 'prometheus',
  promtool: 'promtool',
  nodeExporter: 'prometheus-node-exporter',
  postgresExporter: 'prometheus-postgres-exporter',
  redisExporter: 'prometheus-redis-exporter',
  nginxExporter: 'prometheus-nginx-exporter',
  taskset: 'taskset',
  nice: 'nice',
  setpriv: 'setpriv',
  postgres: `${POSTGRES_BIN}/postgres`,
  initdb: `${POSTGRES_BIN}/initdb`,
  pgDump: `${POSTGRES_BIN}/pg_dump`,
} as const;

export type Tool = keyof typeof TOOLS;

/** Absolute path of a program, or null where it is not installed. */
export function findTool(tool: Tool): string | null {
  const name: string = TOOLS[tool];
  if (name.startsWith('/')) return isProgram(name) ? name : null;
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

export function toolPath(tool: Tool): string {
  const path = findTool(tool);
  if (path === null) throw new Error(`${TOOLS[tool]} is not installed; datasets/opslab/lab/install.sh installs it`);
  return path;
}

/** Names of what is not installed; empty where the lab can run. */
export function missingTools(): string[] {
  return (Object.keys(TOOLS) as Tool[]).filter((tool) => findTool(tool) === null).map((tool) => TOOLS[tool]);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

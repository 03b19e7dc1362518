import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem } from 'node:os';
import { type Tool, toolPath } from '../process/tools.ts';

/** What ran, and on what: for the data card. */
export function versions(): Readonly<Record<string, string>> {
  return {
    nginx: firstLine('nginx', '-v'),
    postgresql: firstLine('postgres', '--version'),
    redis: firstLine('redis', '--version'),
    prometheus: firstLine('prometheus', '--version'),
    'node-exporter': firstLine('nodeExporter', '--version'),
    'postgres-exporter': firstLine('postgresExporter', '--version'),
    'redis-exporter': packageVersion('prometheus-redis-exporter'),
    'nginx-exporter': firstLine('nginxExporter', '--version'),
    node: process.version,
    kernel: `${release()} ${arch()}`,
    system: /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown',
    machine: `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
  };
}

function firstLine(tool: Tool, flag: string): string {
  const text = execFileSync('sh', ['-c', '"$0" "$1" 2>&1', toolPath(tool), flag], { encoding: 'utf8' });
  return text.split('\n')[0]!.trim();
}

function packageVersion(name: string): string {
  try {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own notation
    return execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return 'unknown';
  }
}

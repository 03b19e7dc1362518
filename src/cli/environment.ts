import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, totalmem } from 'node:os';
import { NATIVE_PINS } from '../contenders/model/native-pins.ts';
import { probeBackends } from '../contenders/model/open-backend.ts';
import type { Environment } from '../record/schema.ts';
import type { CommandIo } from './command-io.ts';
import { version } from './version.ts';

const PACKAGES = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-node',
  'fast-check',
  'tinybench',
  'csv-parse',
];

/** Where and with what a run was made: the part of a record that says why two machines may differ. */
export async function describeEnvironment(io: CommandIo): Promise<Environment> {
  const processors = cpus();
  return {
    watchbench: version(),
    node: process.version,
    v8: process.versions.v8,
    platform: process.platform,
    arch: process.arch,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    packages: Object.fromEntries(PACKAGES.map((name) => [name, packageVersion(name)])),
    backends: (await probeBackends()).map((backend) => ({ ...backend })),
    pins: { ...NATIVE_PINS },
    measurement: { startedAt: io.now().toISOString(), loadAverage: loadavg()[0] ?? 0, memoryBytes: totalmem() },
  };
}

function packageVersion(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    // Some packages do not export their package.json, so the file is found from where the package resolves.
    const entry = require.resolve(name);
    const root = entry.slice(0, entry.lastIndexOf(`node_modules/${name}/`) + `node_modules/${name}/`.length);
    return (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }).version;
  } catch {
    return 'not installed';
  }
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ManifestInput } from '../../../src/telemetry/manifest.ts';
import { FEATURES } from './export/features.ts';
import { LAB_DEFAULTS } from './export/lab-time.ts';
import { labelsOfRun } from './export/labels-of-run.ts';

/**
 * Writes the manifest and the incidents file over the exported recordings of a folder: `node --import tsx
 * datasets/opslab/lab/assemble.ts datasets/opslab`.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const folder = resolve(positionals[0] ?? 'datasets/opslab');

const ROLES = {
  quiet: 'train',
  validation: 'validation',
  'test-a': 'test',
  'test-b': 'test',
  // Not of the dataset: what is recorded to see whether the lab works is a small dataset of its own.
  smoke: 'train-then-test',
  trial: 'train-then-test',
} as const;
/** Of a recording of its own the start is for learning. */
const WARM_UP_ROWS = 20;
type Run = keyof typeof ROLES;

const runs = (Object.keys(ROLES) as Run[]).filter((run) => existsSync(join(folder, `${run}.csv.gz`)));
if (runs.length === 0) {
  process.stderr.write(`opslab: no exported recording in ${folder}\n`);
  process.exit(2);
}

const labels = await Promise.all(runs.map((run) => labelsOfRun(folder, run)));
write('incidents.json', {
  schemaVersion: 1,
  incidents: labels.flatMap(({ incidents }) => incidents),
  benign: labels.flatMap(({ benign }) => benign),
});

const manifest: ManifestInput = {
  $schema: '../dataset.schema.json',
  schemaVersion: 1,
  name: 'opslab',
  title: 'A recorded web shop',
  licence: 'CC-BY-4.0',
  description:
    'A small web shop of real parts (nginx, Node, PostgreSQL, Redis) watched by a real Prometheus: one compressed week a recording, faults thrown on purpose, incidents timed by what the users had.',
  source: 'Recorded, not generated: datasets/opslab/lab. See README.md.',
  samplingStep: '1s',
  timeColumn: 'timestamp',
  channels: FEATURES.map(({ name, unit }) => ({ name, unit, kind: 'gauge' })),
  recordings: runs.map((run) => ({
    id: run,
    file: `${run}.csv.gz`,
    role: ROLES[run],
    group: 'opslab',
    ...(ROLES[run] === 'train-then-test' && { scoredFrom: { row: WARM_UP_ROWS } }),
    sha256: checksum(`${run}.csv.gz`),
    series: { file: `${run}.series.jsonl.gz`, sha256: checksum(`${run}.series.jsonl.gz`) },
  })),
  incidents: 'incidents.json',
  // As the lab's server ran them: evaluated every second; tickets wait for the morning, pages do not.
  ...(existsSync(join(folder, 'rules')) && { rules: { path: 'rules', with: { interval: '1s', severity: ['page'] } } }),
  defaults: LAB_DEFAULTS,
};
write('dataset.json', manifest);
process.stderr.write(`${folder}: ${runs.join(', ')}\n`);

function checksum(file: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex');
}

function write(name: string, value: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
}

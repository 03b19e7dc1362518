import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadDataset } from '../../../src/telemetry/load-dataset.ts';
import { overviewSvg } from './overview/overview-svg.ts';

/** One picture per recording of the dataset: `node --import tsx datasets/opslab/lab/overview.ts datasets/opslab`. */
const { positionals } = parseArgs({ allowPositionals: true });
const folder = resolve(positionals[0] ?? 'datasets/opslab');
const dataset = await loadDataset(folder);
mkdirSync(join(folder, 'pictures'), { recursive: true });
for (const recording of dataset.recordings) {
  const file = join(folder, 'pictures', `${recording.recording.id}.svg`);
  writeFileSync(file, overviewSvg(recording));
  process.stderr.write(`${file}\n`);
}

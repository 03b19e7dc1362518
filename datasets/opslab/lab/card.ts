import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withParts } from '../../../scripts/generated-parts.ts';
import { loadDataset } from '../../../src/telemetry/load-dataset.ts';
import { cardParts } from './card/card-parts.ts';
import { fidelityOf, fidelityPart } from './card/fidelity-part.ts';

/** Makes the generated parts of the data card anew: `node --import tsx datasets/opslab/lab/card.ts datasets/opslab`. */
const { positionals } = parseArgs({ allowPositionals: true });
const folder = resolve(positionals[0] ?? 'datasets/opslab');
const dataset = await loadDataset(folder);
const held = [];
for (const { recording } of dataset.recordings) {
  held.push({ run: recording.id, fidelity: await fidelityOf(folder, recording.series ?? []) });
}
const file = join(folder, 'README.md');
const parts = { ...cardParts(folder, dataset), fidelity: fidelityPart(held) };
writeFileSync(file, withParts(readFileSync(file, 'utf8'), parts));
process.stderr.write(`${file}\n`);

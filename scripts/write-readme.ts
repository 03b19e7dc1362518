import { readFileSync, writeFileSync } from 'node:fs';
import { readRecord } from '../src/record/read.ts';
import { withParts } from './generated-parts.ts';
import { readmeSeeds } from './readme-seeds.ts';
import { readmeTable } from './readme-table.ts';

interface ReadmePart {
  /** The committed report it is made from. */
  readonly report: string;
  /** Metrics beside the primary one. */
  readonly metrics: readonly string[];
}

const PER_DAY = ['event-f1', 'event-recall', 'false-alarms-per-day'];

/** The README's tables. Where time is compressed a day of alarms says nothing to anybody: precision does. */
export const GENERATED: Readonly<Record<string, ReadmePart>> = {
  opslab: { report: 'opslab', metrics: ['event-f1', 'event-recall', 'event-precision'] },
  webshop: { report: 'webshop', metrics: PER_DAY },
  'nab-aws': { report: 'nab-realAWSCloudwatch', metrics: PER_DAY },
};

/** The README with its generated parts made anew from the committed records. */
export async function readmeWithTables(readme: string): Promise<string> {
  const seeds = 'reports/nab/summary.md';
  const parts: Record<string, string> = { 'nab-seeds': readmeSeeds(readFileSync(seeds, 'utf8'), seeds) };
  for (const [part, { report, metrics }] of Object.entries(GENERATED)) {
    const folder = `reports/${report}`;
    parts[part] = readmeTable(await readRecord(`${folder}/record.json`), `${folder}/summary.md`, metrics);
  }
  return withParts(readme, parts);
}

if (process.argv[1]?.endsWith('write-readme.ts')) {
  writeFileSync('README.md', await readmeWithTables(readFileSync('README.md', 'utf8')));
}

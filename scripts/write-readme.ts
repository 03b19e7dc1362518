import { readFileSync, writeFileSync } from 'node:fs';
import { readRecord } from '../src/record/read.ts';
import { withParts } from './generated-parts.ts';
import { readmeSeeds } from './readme-seeds.ts';
import { readmeTable } from './readme-table.ts';

/** Generated part of the README → the committed report it is made from. */
export const GENERATED: Readonly<Record<string, string>> = { webshop: 'webshop', 'nab-aws': 'nab-realAWSCloudwatch' };

/** The README with its generated parts made anew from the committed records. */
export async function readmeWithTables(readme: string): Promise<string> {
  const seeds = 'reports/nab/summary.md';
  const parts: Record<string, string> = { 'nab-seeds': readmeSeeds(readFileSync(seeds, 'utf8'), seeds) };
  for (const [part, report] of Object.entries(GENERATED)) {
    parts[part] = readmeTable(await readRecord(`reports/${report}/record.json`), `reports/${report}/summary.md`);
  }
  return withParts(readme, parts);
}

if (process.argv[1]?.endsWith('write-readme.ts')) {
  writeFileSync('README.md', await readmeWithTables(readFileSync('README.md', 'utf8')));
}

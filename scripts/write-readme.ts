import { readFileSync, writeFileSync } from 'node:fs';
import { readRecord } from '../src/record/read.ts';
import { readmeSeeds } from './readme-seeds.ts';
import { readmeTable } from './readme-table.ts';

/** Generated part of the README → the committed report it is made from. */
export const GENERATED: Readonly<Record<string, string>> = { webshop: 'webshop', 'nab-aws': 'nab-realAWSCloudwatch' };

/** The README with its generated parts made anew from the committed records. */
export async function readmeWithTables(readme: string): Promise<string> {
  let text = readme;
  for (const [part, report] of Object.entries(GENERATED)) {
    const table = readmeTable(await readRecord(`reports/${report}/record.json`), `reports/${report}/summary.md`);
    text = withPart(text, part, table);
  }
  const seeds = 'reports/nab/summary.md';
  return withPart(text, 'nab-seeds', readmeSeeds(readFileSync(seeds, 'utf8'), seeds));
}

function withPart(readme: string, part: string, content: string): string {
  const between = new RegExp(`(<!-- generated: ${part} -->\n)[\\s\\S]*?(<!-- /generated -->)`);
  if (!between.test(readme)) throw new Error(`README.md has no part "generated: ${part}"`);
  return readme.replace(between, (_, open: string, close: string) => `${open}${content}\n${close}`);
}

if (process.argv[1]?.endsWith('write-readme.ts')) {
  writeFileSync('README.md', await readmeWithTables(readFileSync('README.md', 'utf8')));
}

import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { seededRandom } from '../src/chance.ts';
import { readCsv } from '../src/telemetry/csv.ts';
import type { BenchValue } from './bench-value.ts';

const ROWS = 10_000;
const CHANNELS = 6;

function wideCsv(): string {
  const random = seededRandom(7);
  const lines = [['timestamp', ...Array.from({ length: CHANNELS }, (_, channel) => `channel_${channel}`)].join(',')];
  for (let row = 0; row < ROWS; row++) {
    const readings = Array.from({ length: CHANNELS }, () => (random() < 0.01 ? '' : (random() * 1000).toFixed(3)));
    lines.push([new Date(row * 60_000).toISOString(), ...readings].join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** The file through csv-parse alone, every field left a string. */
async function parseAlone(file: string): Promise<void> {
  let records = 0;
  for await (const _record of createReadStream(file).pipe(parse())) records++;
  if (records !== ROWS + 1) throw new Error(`csv-parse gave ${records} records`);
}

async function readTelemetry(file: string): Promise<void> {
  const { timestampsMs } = await readCsv(file);
  if (timestampsMs.length !== ROWS) throw new Error(`readCsv gave ${timestampsMs.length} rows`);
}

/** What checking every cell, and placing every fault, adds to the parser. */
export const readCsvCost: BenchValue = {
  name: 'read-csv',
  claims: 'reading telemetry with all its checks takes less than four times what csv-parse alone takes',
  unit: 'row',
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), 'watchbench-bench-'));
    const file = join(folder, 'telemetry.csv');
    await writeFile(file, wideCsv());
    return {
      tasks: [
        { name: 'csv-parse alone', calls: ROWS, async: true, run: () => parseAlone(file) },
        { name: 'readCsv', calls: ROWS, async: true, run: () => readTelemetry(file) },
      ],
      cleanUp: () => rm(folder, { recursive: true }),
    };
  },
};

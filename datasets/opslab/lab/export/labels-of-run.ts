import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../../../src/telemetry/csv.ts';
import { parseTruth } from '../truth/recorded.ts';
import { FEATURE_CHANNELS, FEATURES } from './features.ts';
import { incidentEntries } from './incidents-file.ts';

/** The labels of an exported run, from its rows and from the truth that lies beside them. */
export async function labelsOfRun(folder: string, run: string): Promise<ReturnType<typeof incidentEntries>> {
  const expected = FEATURES.map(({ name }) => name);
  const { timestampsMs, columns } = await readCsv(join(folder, `${run}.csv.gz`), { expected });
  const recorded = parseTruth(gunzipSync(readFileSync(join(folder, `${run}.truth.jsonl.gz`))).toString('utf8'));
  return incidentEntries({ id: run, channels: FEATURE_CHANNELS, timestampsMs, columns }, recorded);
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../src/chance.ts';

/** A series both sides read from the same bytes. */
export interface StoredSeries {
  readonly rows: number;
  readonly labels: Uint8Array;
  readonly scores: Float64Array;
  /** Holds `labels.u8` and `scores.f64`, little-endian. */
  readonly folder: string;
}

const EVENT_ROWS = 100;
/** Rows from the start of one event to the start of the next: 5 % of the rows lie in events. */
const PERIOD_ROWS = 2000;

/** Noise of distinct scores; seven events in ten are seen on a part of their rows, and there are false alarms. */
export function syntheticSeries(rows: number): Omit<StoredSeries, 'folder'> {
  const random = seededRandom(rows);
  const labels = new Uint8Array(rows);
  const scores = Float64Array.from({ length: rows }, () => random());
  for (let start = PERIOD_ROWS / 2; start + EVENT_ROWS <= rows; start += PERIOD_ROWS) {
    labels.fill(1, start, start + EVENT_ROWS);
    const seenFrom = start + Math.floor(random() * EVENT_ROWS);
    if (random() < 0.7) for (let row = seenFrom; row < start + EVENT_ROWS; row++) scores[row]! += 0.5;
    const falseFrom = start + 500 + Math.floor(random() * 500);
    if (random() < 0.3) for (let row = falseFrom; row < falseFrom + 20; row++) scores[row]! += 0.4;
  }
  return { rows, labels, scores };
}

export async function storeSeries(rows: number): Promise<StoredSeries & { readonly cleanUp: () => Promise<void> }> {
  const series = syntheticSeries(rows);
  const folder = await mkdtemp(join(tmpdir(), 'watchbench-peers-'));
  await writeFile(join(folder, 'labels.u8'), series.labels);
  await writeFile(join(folder, 'scores.f64'), new Uint8Array(series.scores.buffer));
  return { ...series, folder, cleanUp: () => rm(folder, { recursive: true }) };
}

import type { Dataset, DatasetRecording, Role } from '../../src/telemetry/dataset.ts';
import { shop, withColumn } from '../contenders/model/shop.ts';

const DAY_ROWS = 288;

function recording(id: string, role: Role, rows: number, seed: number): DatasetRecording {
  const plain = { ...shop(rows, seed), id };
  const { timestampsMs } = plain;
  const bad = (row: number) => role !== 'train' && row % DAY_ROWS >= 200 && row % DAY_ROWS < 220;
  const incidents = Array.from({ length: role === 'train' ? 0 : rows / DAY_ROWS }, (_, day) => ({
    id: `${id}#${day + 1}`,
    kind: 'latency',
    startMs: timestampsMs[day * DAY_ROWS + 200]!,
    endMs: timestampsMs[day * DAY_ROWS + 219]!,
  }));
  return {
    recording: withColumn(plain, 2, (value, row) => (bad(row) ? value + 40 : value)),
    incidents,
    benign: [],
    role,
    group: id,
    scoredFromRow: 0,
  };
}

/** A small shop with latency incidents, one a day, in what is not learned from. */
export function savedShop(): Dataset {
  const recordings = [
    recording('train', 'train', 5 * DAY_ROWS, 1),
    recording('validation', 'validation', 2 * DAY_ROWS, 2),
    recording('test', 'test', 3 * DAY_ROWS, 3),
  ];
  return {
    name: 'small-shop',
    title: 'A small shop',
    licence: 'CC0-1.0',
    source: 'made up',
    digest: 'sha256:small-shop',
    channels: recordings[0]!.recording.channels,
    recordings,
    rulesFile: null,
  };
}

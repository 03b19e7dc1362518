import { normal, seededRandom } from '../../../src/chance.ts';
import { encodeState } from '../../../src/contenders/state-codec.ts';
import type { LabelledRecording, Recording } from '../../../src/telemetry/recording.ts';

const STEP_MS = 300_000;
const gauge = (name: string, unit: string) => ({ labels: { __name__: name }, unit, kind: 'gauge' as const });

/** A small system: requests by the hour, cpu and latency that follow them. Same seed, same readings. */
export function shop(rows: number, seed = 1, startMs = Date.UTC(2025, 0, 6)): Recording {
  const random = seededRandom(seed);
  const timestampsMs = Float64Array.from({ length: rows }, (_, row) => startMs + row * STEP_MS);
  const requests = Float64Array.from(timestampsMs, (timeMs) => {
    const phase = (2 * Math.PI * (timeMs % 86_400_000)) / 86_400_000;
    return 100 + 60 * Math.sin(phase) + 4 * normal(random);
  });
  return {
    id: `shop-${seed}`,
    channels: [gauge('requests', 'req/s'), gauge('cpu', '%'), gauge('latency', 'ms')],
    timestampsMs,
    columns: [
      requests,
      requests.map((rate) => 10 + 0.4 * rate + normal(random)),
      requests.map((rate) => 40 + 0.1 * rate + 2 * normal(random)),
    ],
  };
}

export const unlabelled = (recording: Recording): LabelledRecording => ({ recording, incidents: [], benign: [] });

/** The same recording with other readings of one channel. */
export function withColumn(
  recording: Recording,
  index: number,
  change: (value: number, row: number) => number,
): Recording {
  return { ...recording, columns: recording.columns.map((column, c) => (c === index ? column.map(change) : column)) };
}

export const TRAINING_ROWS = 1200;
/** Enough to learn the little there is, in a fraction of a second. */
export const QUICK = { steps: 120 };

/** State of nothing in particular: what a foreign artefact looks like. */
export const FOREIGN_ARTEFACT = encodeState({ format: 'something-else' });

import type { Incident, Recording } from './recording.ts';

/** One byte a row: 1 where the row's time lies in an incident, both ends inside, else 0. Works in any order of times. */
export function labelRows(
  { timestampsMs }: Pick<Recording, 'timestampsMs'>,
  incidents: readonly Pick<Incident, 'startMs' | 'endMs'>[],
): Uint8Array {
  const labels = new Uint8Array(timestampsMs.length);
  for (const { startMs, endMs } of incidents) {
    for (let row = 0; row < labels.length; row++) {
      if (timestampsMs[row]! >= startMs && timestampsMs[row]! <= endMs) labels[row] = 1;
    }
  }
  return labels;
}

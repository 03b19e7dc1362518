import { sha256 } from '../digest.ts';
import type { Alert } from '../replay/alert-policy.ts';

const CANONICAL_NAN = [0, 0, 0, 0, 0, 0, 0xf8, 0x7f]; // quiet NaN without payload, little-endian

/**
 * sha256 over the scores as little-endian float64, recording after recording in judged order, nothing in between.
 * Every NaN (abstained) is written with the same bits; -0 and 0 stay different.
 */
export function scoresDigest(scores: readonly Float64Array[]): string {
  return sha256(...scores.map(littleEndian));
}

function littleEndian(scores: Float64Array): Uint8Array {
  const bytes = Buffer.alloc(scores.byteLength);
  for (let i = 0; i < scores.length; i++) {
    const at = i * Float64Array.BYTES_PER_ELEMENT;
    if (Number.isNaN(scores[i]!)) bytes.set(CANONICAL_NAN, at);
    else bytes.writeDoubleLE(scores[i]!, at);
  }
  return bytes;
}

/** sha256 over the first and last row of every alert: one line `start-end,start-end` per judged recording. */
export function alertsDigest(alerts: readonly (readonly Alert[])[]): string {
  return sha256(
    alerts
      .map((ofRecording) => ofRecording.map(({ startRow, endRow }) => `${startRow}-${endRow}`).join(','))
      .join('\n'),
  );
}

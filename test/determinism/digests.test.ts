import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { alertsDigest, scoresDigest } from '../../src/determinism/digests.ts';
import type { Alert } from '../../src/replay/alert-policy.ts';

describe('digests', () => {
  it('are those of the little-endian bytes, recording after recording', () => {
    const bytes = Buffer.alloc(24);
    [1.5, -2, 1e-300].forEach((score, i) => void bytes.writeDoubleLE(score, i * 8));
    const expected = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    expect(scoresDigest([Float64Array.of(1.5, -2), Float64Array.of(1e-300)])).toBe(expected);
  });

  it('do not see the payload of a NaN', () => {
    const strange = new Float64Array(new BigUint64Array([0xfff8_dead_beef_0001n]).buffer);
    expect(strange[0]).toBeNaN();
    expect(scoresDigest([strange])).toBe(scoresDigest([Float64Array.of(Number.NaN)]));
  });

  it('see the sign of zero and the last bit', () => {
    const digest = (score: number) => scoresDigest([Float64Array.of(score)]);
    expect(digest(-0)).not.toBe(digest(0));
    expect(digest(1)).not.toBe(digest(1 + Number.EPSILON));
  });

  it('of alerts see rows and recordings, and nothing of the scores', () => {
    const at = (startRow: number, endRow: number, peakScore: number) => ({ startRow, endRow, peakScore }) as Alert;
    expect(alertsDigest([[at(1, 2, 5)], []])).toBe(alertsDigest([[at(1, 2, 6)], []]));
    expect(alertsDigest([[at(1, 2, 5)], []])).not.toBe(alertsDigest([[], [at(1, 2, 5)]]));
    expect(alertsDigest([[at(1, 2, 5)], []])).not.toBe(alertsDigest([[at(1, 3, 5)], []]));
  });
});

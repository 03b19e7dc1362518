import { describe, expect, it } from 'vitest';
import { fitDigest } from './fit-digest.ts';
import { fitDigestInNewProcess } from './in-new-process.ts';

describe.each(['wasm', 'cpu', 'forecaster'] as const)('training: %s', (what) => {
  it('learns the same bytes from the same seed, again and in a new process', async () => {
    const digest = await fitDigest(what);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await fitDigest(what)).toBe(digest);
    expect(await fitDigestInNewProcess(what)).toBe(digest);
  });
});

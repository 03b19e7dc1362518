import { createHash } from 'node:crypto';

/** `sha256:` and 64 hex digits over the parts, in order. Numbers arrays are hashed by their little-endian bytes. */
export function sha256(...parts: readonly (string | Uint8Array | Float64Array | Float32Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(typeof part === 'string' ? part : new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  return `sha256:${hash.digest('hex')}`;
}

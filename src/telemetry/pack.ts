import { gzipSync } from 'node:zlib';

const OS_BYTE = 9;
const OS_UNKNOWN = 255;

/** Gzip without time, name or operating system in its header: same text, same bytes (for one version of zlib). */
export function pack(content: string): Uint8Array {
  const packed = gzipSync(content, { level: 9 });
  packed[OS_BYTE] = OS_UNKNOWN; // RFC 1952, 2.3.1; Node writes the time as 0 already
  return packed;
}

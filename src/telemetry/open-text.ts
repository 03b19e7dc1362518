import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { InputError } from '../faults.ts';
import { readFault } from './read-fault.ts';

/**
 * The bytes of a file as streams to be put in a row: plain, or unpacked when its content is gzip whatever its name.
 * @throws InputError `csv/unreadable`; `csv/gzip` where the name ends in `.gz` and the content is not gzip
 */
export async function openText(file: string): Promise<readonly [Readable] | readonly [Readable, Gunzip]> {
  const start = await firstBytes(file);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  if (!isGzip && start.length > 0 && file.toLowerCase().endsWith('.gz')) {
    throw InputError.of('csv/gzip', 'named .gz, but its content is not gzip', { file });
  }
  const bytes = createReadStream(file);
  return isGzip ? [bytes, createGunzip()] : [bytes];
}

async function firstBytes(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(2), 0, 2, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readFault('csv/unreadable', file, error);
  }
}

import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/**
 * Reads single files out of a zip archive as a stream, so that a library of 700 MB never is in memory as a whole.
 * Source of the layout: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory),
 * 4.3.14 and 4.3.15 (zip64), 4.3.16 (end of central directory), 4.5.3 (zip64 extra field).
 */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_LOCATOR_LENGTH = 20;
const ZIP64_END_SIGNATURE = 0x06064b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_LENGTH = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_LENGTH = 30;
/** A 32-bit field holds this when the true value is in the zip64 extra field. */
const IN_ZIP64 = 0xffffffff;

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  if (bytesRead !== length) throw new Error(`zip: the file ends ${length - bytesRead} bytes too early`);
  return buffer;
}

/** @throws Error when the file is not a zip archive or is cut short */
export async function listZip(path: string): Promise<ZipEntry[]> {
  const file = await open(path, 'r');
  try {
    const { offset, length, count } = await findDirectory(file);
    return parseDirectory(await readAt(file, offset, length), count);
  } finally {
    await file.close();
  }
}

async function findDirectory(file: FileHandle): Promise<{ offset: number; length: number; count: number }> {
  const { size } = await file.stat();
  const tailLength = Math.min(size, END_LENGTH + LONGEST_COMMENT + ZIP64_LOCATOR_LENGTH);
  const tail = await readAt(file, size - tailLength, tailLength);
  const end = lastIndexOfSignature(tail, END_SIGNATURE);
  if (end < 0 || end + END_LENGTH > tail.length) throw new Error('zip: this is not a zip archive');
  const locator = end - ZIP64_LOCATOR_LENGTH;
  if (locator >= 0 && tail.readUInt32LE(locator) === ZIP64_LOCATOR_SIGNATURE) {
    const record = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56);
    if (record.readUInt32LE(0) !== ZIP64_END_SIGNATURE) throw new Error('zip: broken zip64 end record');
    const [count, length, offset] = [32, 40, 48].map((at) => Number(record.readBigUInt64LE(at)));
    return { count: count!, length: length!, offset: offset! };
  }
  return {
    count: tail.readUInt16LE(end + 10),
    length: tail.readUInt32LE(end + 12),
    offset: tail.readUInt32LE(end + 16),
  };
}

function lastIndexOfSignature(buffer: Buffer, signature: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return buffer.lastIndexOf(bytes);
}

function parseDirectory(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_LENGTH > directory.length || directory.readUInt32LE(at) !== CENTRAL_SIGNATURE) {
      throw new Error(`zip: broken central directory at entry ${i + 1} of ${count}`);
    }
    const nameEnd = at + CENTRAL_LENGTH + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const [bytes, compressedBytes, headerOffset] = withZip64(
      [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)],
      directory.subarray(nameEnd, extraEnd),
    );
    entries.push({
      name: directory.toString('utf8', at + CENTRAL_LENGTH, nameEnd),
      method: directory.readUInt16LE(at + 10),
      compressedBytes,
      bytes,
      headerOffset,
    });
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Fills in, in this order, those of size, compressed size and offset that did not fit into 32 bits. */
function withZip64(fields: readonly [number, number, number], extra: Buffer): [number, number, number] {
  const filled: [number, number, number] = [...fields];
  if (!fields.includes(IN_ZIP64)) return filled;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 0x0001) continue;
    let field = at + 4;
    for (const [i, value] of fields.entries()) {
      if (value !== IN_ZIP64) continue;
      filled[i] = Number(extra.readBigUInt64LE(field));
      field += 8;
    }
    return filled;
  }
  throw new Error('zip: a large entry without its zip64 field');
}

/** Writes one entry to `destination`. @throws Error when it is not as long as the archive says */
export async function extractEntry(path: string, entry: ZipEntry, destination: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const header = await readAt(file, entry.headerOffset, LOCAL_LENGTH);
    if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new Error(`zip: broken header of ${entry.name}`);
    const start = entry.headerOffset + LOCAL_LENGTH + header.readUInt16LE(26) + header.readUInt16LE(28);
    let written = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        written += chunk.length;
        done(null, chunk);
      },
    });
    const raw = file.createReadStream({
      start,
      end: start + entry.compressedBytes - 1,
      autoClose: false,
      highWaterMark: 1 << 20,
    });
    const sink = createWriteStream(destination, { highWaterMark: 1 << 22 });
    if (entry.method === 8) await pipeline(raw, createInflateRaw({ chunkSize: 1 << 20 }), count, sink);
    else if (entry.method === 0) await pipeline(raw, count, sink);
    else throw new Error(`zip: ${entry.name} is packed by method ${entry.method}, which is not supported`);
    if (written !== entry.bytes) throw new Error(`zip: ${entry.name} has ${written} bytes, expected ${entry.bytes}`);
  } finally {
    await file.close();
  }
}

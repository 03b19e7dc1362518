import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractEntry, listZip } from '../../scripts/setup-native/zip.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-zip-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Member {
  readonly name: string;
  readonly content: Buffer;
  readonly method: 0 | 8 | 12;
  /** Sizes and offset in the zip64 extra field instead of the 32-bit ones. */
  readonly isZip64?: boolean;
  /** What the directory claims, when not the truth. */
  readonly claimedBytes?: number;
}

const u16 = (value: number) => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);

/** A writer of its own, straight from the specification, so that reader and writer do not share a mistake. */
function zip(
  members: readonly Member[],
  options: { readonly comment?: string; readonly isZip64?: boolean } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method, isZip64, claimedBytes } of members) {
    const packed = method === 8 ? deflateRawSync(content) : content;
    const size = claimedBytes ?? content.length;
    const local = Buffer.concat([
      ...[u32(0x04034b50), u16(20), u16(0), u16(method), u32(0), u32(0)],
      ...[u32(packed.length), u32(size), u16(name.length), u16(3), Buffer.from(name), Buffer.from('xyz')],
    ]);
    const extra =
      isZip64 === true
        ? Buffer.concat([u16(0x7777), u16(2), u16(0), u16(1), u16(24), u64(size), u64(packed.length), u64(offset)])
        : Buffer.alloc(0);
    const in32 = (value: number) => u32(isZip64 === true ? 0xffffffff : value);
    directory.push(
      Buffer.concat([
        ...[u32(0x02014b50), u16(45), u16(45), u16(0), u16(method), u32(0), u32(0), in32(packed.length), in32(size)],
        ...[
          u16(name.length),
          u16(extra.length),
          u16(4),
          u16(0),
          u16(0),
          u32(0),
          in32(offset),
          Buffer.from(name),
          extra,
          Buffer.from('note'),
        ],
      ]),
    );
    parts.push(local, packed);
    offset += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const count = members.length;
  const zip64End = Buffer.concat([
    ...[
      u32(0x06064b50),
      u64(44),
      u16(45),
      u16(45),
      u32(0),
      u32(0),
      u64(count),
      u64(count),
      u64(central.length),
      u64(offset),
    ],
    ...[u32(0x07064b50), u32(0), u64(offset + central.length), u32(1)],
  ]);
  const comment = options.comment ?? '';
  const end = Buffer.concat([
    ...[u32(0x06054b50), u16(0), u16(0), u16(options.isZip64 ? 0xffff : count), u16(options.isZip64 ? 0xffff : count)],
    ...[u32(options.isZip64 ? 0xffffffff : central.length), u32(options.isZip64 ? 0xffffffff : offset)],
    ...[u16(comment.length), Buffer.from(comment)],
  ]);
  return Buffer.concat([...parts, central, ...(options.isZip64 ? [zip64End] : []), end]);
}

const text = Buffer.from('so much telemetry '.repeat(5000));
const members: Member[] = [
  { name: 'stored.txt', content: Buffer.from('as it is'), method: 0 },
  { name: 'deep/deflated.txt', content: text, method: 8 },
];

async function write(bytes: Buffer): Promise<string> {
  const path = join(folder, 'archive.zip');
  await writeFile(path, bytes);
  return path;
}

async function contents(path: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [i, entry] of (await listZip(path)).entries()) {
    await extractEntry(path, entry, join(folder, String(i)));
    found[entry.name] = await readFile(join(folder, String(i)), 'utf8');
  }
  return found;
}

const expected = { 'stored.txt': 'as it is', 'deep/deflated.txt': text.toString() };

describe('the zip reader', () => {
  it('reads stored and deflated files, behind a comment too', async () => {
    expect(await contents(await write(zip(members)))).toEqual(expected);
    expect(await contents(await write(zip(members, { comment: 'about this archive' })))).toEqual(expected);
  });

  it('reads the large form: sizes and offsets of 64 bits', async () => {
    const large = members.map((member) => ({ ...member, isZip64: true }));
    expect(await contents(await write(zip(large, { isZip64: true })))).toEqual(expected);
  });

  it('refuses what is no archive, is cut short, or is packed in another way', async () => {
    await expect(listZip(await write(Buffer.from('hello')))).rejects.toThrow('not a zip archive');
    await expect(listZip(await write(Buffer.alloc(0)))).rejects.toThrow('not a zip archive');
    const archive = zip(members);
    await expect(listZip(await write(archive.subarray(archive.length / 2)))).rejects.toThrow(/zip: /);
    const other = await write(zip([{ name: 'a', content: text, method: 12 }]));
    await expect(extractEntry(other, (await listZip(other))[0]!, join(folder, 'a'))).rejects.toThrow('method 12');
  });

  it('refuses a file that is not as long as the archive says', async () => {
    const path = await write(zip([{ name: 'a', content: text, method: 8, claimedBytes: text.length + 1 }]));
    await expect(extractEntry(path, (await listZip(path))[0]!, join(folder, 'a'))).rejects.toThrow(
      /has 90000 bytes, expected 90001/,
    );
  });
});

/**
 * The block format of Snappy, as far as remote read needs it (google/snappy, format_description.txt): everything is
 * unpacked, and packed as literals alone, which is valid and not smaller.
 */
export function unpackSnappy(packed: Uint8Array): Uint8Array {
  let at = 0;
  const byte = (): number => packed[at++]!;
  let [length, shift] = [0, 0];
  for (;;) {
    const part = byte();
    length += (part & 0x7f) * 2 ** shift;
    shift += 7;
    if (part < 0x80) break;
  }
  const little = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += byte() * 256 ** i;
    return value;
  };
  const out = new Uint8Array(length);
  let written = 0;
  while (at < packed.length) {
    const tag = byte();
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const size = 1 + (short < 60 ? short : little(short - 59));
      out.set(packed.subarray(at, at + size), written);
      at += size;
      written += size;
      continue;
    }
    const size = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const back = kind === 1 ? ((tag >> 5) << 8) + byte() : little(kind === 2 ? 2 : 4);
    // Byte by byte: a copy may reach into what it is just writing.
    for (let i = 0; i < size; i++, written++) out[written] = out[written - back]!;
  }
  if (written !== length) throw new Error(`snappy: ${written} bytes instead of ${length}`);
  return out;
}

const LITERAL_BYTES = 60;

export function packSnappy(plain: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let rest = plain.length; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      out.push(rest);
      break;
    }
    out.push((rest % 128) + 128);
  }
  for (let at = 0; at < plain.length; at += LITERAL_BYTES) {
    const part = plain.subarray(at, at + LITERAL_BYTES);
    out.push((part.length - 1) << 2, ...part);
  }
  return Uint8Array.from(out);
}

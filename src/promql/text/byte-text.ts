/**
 * Text of bytes that need not be UTF-8. A string of Go is bytes, one of JavaScript is not: a byte that belongs to no
 * UTF-8 sequence is kept as the lone surrogate U+DC00 + byte (as Python's "surrogateescape" has it), so that nothing is
 * lost and no two strings become one.
 */
export function textOfBytes(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const sequence = bytes.slice(i, i + sequenceLength(bytes[i]!));
    const decoded = decode(sequence);
    text += decoded ?? String.fromCharCode(ESCAPED + bytes[i]!);
    i += decoded === null ? 1 : sequence.length;
  }
  return text;
}

const ESCAPED = 0xdc00;

/** How many bytes the sequence has that begins with this one. */
const sequenceLength = (lead: number): number => (lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(sequence: readonly number[]): string | null {
  try {
    return UTF_8.decode(Uint8Array.from(sequence));
  } catch {
    return null;
  }
}

/** The byte that a lone surrogate stands for; null when it stands for none. */
export function escapedByte(codePoint: number): number | null {
  return codePoint >= ESCAPED + 0x80 && codePoint <= ESCAPED + 0xff ? codePoint - ESCAPED : null;
}

/** Whether every byte of it is UTF-8. */
export const isUtf8 = (text: string): boolean => !/\p{Surrogate}/u.test(text);

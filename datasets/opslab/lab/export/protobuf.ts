/** One field of a protobuf message as it is on the wire. */
export interface Field {
  readonly number: number;
  /** Of a varint; NaN for the other kinds. */
  readonly integer: number;
  /** Of a length-delimited or 64-bit field; empty for a varint. */
  readonly bytes: Uint8Array;
}

/** Fields of a message in order; varints above 2^53 are not expected. */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const part = message[at++];
      if (part === undefined) throw new Error('protobuf: the message ends within a number');
      value += (part & 0x7f) * factor;
      if (part < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (wire === 0) {
      yield { number, integer: varint(), bytes: NOTHING };
      continue;
    }
    if (wire !== 1 && wire !== 2) throw new Error(`protobuf: wire type ${wire} is not expected here`);
    const size = wire === 1 ? 8 : varint();
    yield { number, integer: Number.NaN, bytes: message.subarray(at, at + size) };
    at += size;
  }
}

const NOTHING = new Uint8Array(0);

export function varintField(number: number, value: number): Uint8Array {
  return Uint8Array.from([number * 8, ...varintBytes(value)]);
}

export function bytesField(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return Uint8Array.from([number * 8 + 2, ...varintBytes(bytes.length), ...bytes]);
}

function varintBytes(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

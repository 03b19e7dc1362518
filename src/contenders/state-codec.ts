import type { Json } from '../json.ts';

/**
 * Session snapshots and artefacts as bytes: canonical JSON (sorted keys) in which typed arrays and the numbers JSON
 * cannot say (NaN, infinities, -0) survive. Equal states give equal bytes on every Node version and platform.
 */
export type State =
  | null
  | boolean
  | number
  | string
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint8Array
  | readonly State[]
  | { readonly [key: string]: State };

const ARRAYS = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u8: Uint8Array } as const;
const NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

function toJson(state: State): Json {
  if (typeof state === 'number') {
    if (Number.isFinite(state) && !Object.is(state, -0)) return state;
    return { $number: Object.is(state, -0) ? '-0' : String(state) };
  }
  if (state === null || typeof state !== 'object') return state;
  for (const [tag, Type] of Object.entries(ARRAYS)) {
    if (state instanceof Type) {
      return { [`$${tag}`]: Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString('base64') };
    }
  }
  if (Array.isArray(state)) return state.map(toJson);
  const object = state as { readonly [key: string]: State };
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((key) => [key, toJson(object[key]!)]),
  );
}

function fromJson(json: Json): State {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(fromJson);
  const object = json as { readonly [key: string]: Json };
  if (typeof object.$number === 'string') return NUMBERS[object.$number]!;
  for (const [tag, Type] of Object.entries(ARRAYS)) {
    const text = object[`$${tag}`];
    if (typeof text === 'string') {
      const bytes = new Uint8Array(Buffer.from(text, 'base64')); // a copy, so that it is aligned
      return new Type(bytes.buffer, 0, bytes.byteLength / Type.BYTES_PER_ELEMENT);
    }
  }
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, fromJson(value)]));
}

export function encodeState(state: State): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(toJson(state)));
}

export function decodeState(bytes: Uint8Array): State {
  return fromJson(JSON.parse(new TextDecoder().decode(bytes)) as Json);
}

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState, type State } from '../../src/contenders/state-codec.ts';

const keys = fc
  .string({ unit: 'grapheme-ascii', minLength: 1 })
  .filter((key) => !key.startsWith('$') && key !== '__proto__');
const { state } = fc.letrec<{ state: State }>((tie) => ({
  state: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.string(),
    fc.float64Array(),
    fc.float32Array(),
    fc.int32Array(),
    fc.uint8Array(),
    fc.array(tie('state')),
    fc.dictionary(keys, tie('state'), { noNullPrototype: true }),
  ),
}));

describe('the state codec', () => {
  it('gives back every state, NaN, -0 and infinities included', () => {
    fc.assert(
      fc.property(state, (value) => {
        // Not toStrictEqual, which takes a key called "constructor" for the type of its object.
        expect(isDeepStrictEqual(decodeState(encodeState(value)), value)).toBe(true);
      }),
    );
  });

  it('gives equal bytes for equal states, whatever order they were built in', () => {
    expect(encodeState({ a: 1, b: 2 })).toEqual(encodeState({ b: 2, a: 1 }));
  });

  it('reads typed arrays that lie inside a larger buffer', () => {
    const window = new Float64Array([9, 1, 2, 9]).subarray(1, 3);
    expect(decodeState(encodeState(window))).toEqual(Float64Array.of(1, 2));
  });
});

const bits = new DataView(new ArrayBuffer(8));

/** value = fraction × 2^exponent with 0.5 <= fraction < 1, for a positive finite value. */
function split(value: number): { readonly fraction: number; readonly exponent: number } {
  // A subnormal number has no exponent of its own: 2^52 times it has.
  const isSubnormal = value < 2 ** -1022;
  bits.setFloat64(0, isSubnormal ? value * 2 ** 52 : value);
  const exponent = ((bits.getUint32(0) >>> 20) & 0x7ff) - 1022 - (isSubnormal ? 52 : 0);
  bits.setUint32(0, (bits.getUint32(0) & 0x800fffff) | (1022 << 20));
  return { fraction: bits.getFloat64(0), exponent };
}

/** As Go computes it, so that `log10(1e15)` is 14.999999999999998 here as it is there. Exact at powers of two. */
export function log2(value: number): number {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return Math.log(value);
  const { fraction, exponent } = split(value);
  return fraction === 0.5 ? exponent - 1 : Math.log(fraction) * (1 / Math.LN2) + exponent;
}

export const log10 = (value: number): number => log2(value) * (Math.LN2 / Math.LN10);

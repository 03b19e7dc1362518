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

/** As Go computes it: exact at powers of two, and not Math.log2's last digit elsewhere. */
export function log2(value: number): number {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return Math.log(value);
  const { fraction, exponent } = split(value);
  return fraction === 0.5 ? exponent - 1 : Math.log(fraction) * Math.LOG2E + exponent;
}

/** As Go computes it, so that `log10(1e15)` is 14.999999999999998 here as it is there, and its floor 14. */
export const log10 = (value: number): number => Math.log(value) * Math.LOG10E;

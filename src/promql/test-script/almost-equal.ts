const TOLERANCE = 0.000001;
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * Whether two values of a test count as equal: |a − b| / (|a| + |b|) below a millionth, NaN equal to NaN. Beside a zero,
 * or where both are below the normal range, the difference has to be below a millionth of the smallest normal double.
 */
export function almostEqual(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  const size = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || size < SMALLEST_NORMAL) return difference < TOLERANCE * SMALLEST_NORMAL;
  return difference / Math.min(size, Number.MAX_VALUE) < TOLERANCE;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITY = /^[+-]?inf(?:inity)?$/i;

/** The value of a label `le`; null where it is malformed, out of range, or missing. */
export function upperBound(le: string): number | null {
  if (DECIMAL.test(le)) {
    const bound = Number(le);
    return Number.isFinite(bound) ? bound : null;
  }
  if (INFINITY.test(le)) return le.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^nan$/i.test(le) ? Number.NaN : null;
}

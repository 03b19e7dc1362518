const [PLUS, MINUS, DOT, ZERO, NINE, UPPER_E, LOWER_E] = [43, 45, 46, 48, 57, 69, 101];
/** Whole numbers of so many digits, and powers of ten up to this one, are doubles without rounding. */
const EXACT_DIGITS = 15;
const EXACT_POWER = 22;
const POWERS = Array.from({ length: EXACT_POWER + 1 }, (_, power) => Number(`1e${power}`));

export interface NumberScanner {
  /**
   * Reads a decimal number that begins there: digits, at most one point between or after them, at most one exponent.
   * @param keep false: only check the form
   * @returns the first byte after it; -1 where there is none, or one too large for a double
   */
  scan(at: number, keep: boolean): number;
  /** The double nearest to the last number kept. */
  value(): number;
}

/**
 * Numbers from bytes without a string for each. A number of at most 15 digits and a power of ten of at most 22 is one
 * whole double times or divided by another, so one rounding gives the nearest double (Clinger, How to Read Floating
 * Point Numbers Accurately, PLDI 1990); any other goes through `Number`.
 */
export function numberScanner(bytes: Uint8Array): NumberScanner {
  let value = 0;

  const isDigit = (at: number) => bytes[at]! >= ZERO && bytes[at]! <= NINE;

  return {
    scan(start, keep) {
      let at = start;
      const negative = bytes[at] === MINUS;
      if (negative || bytes[at] === PLUS) at++;
      if (!isDigit(at)) return -1;
      let mantissa = 0;
      let digits = 0; // significant ones
      let power = 0;
      for (; isDigit(at); at++) {
        mantissa = 10 * mantissa + (bytes[at]! - ZERO);
        if (mantissa !== 0) digits++;
      }
      if (bytes[at] === DOT) {
        for (at++; isDigit(at); at++) {
          mantissa = 10 * mantissa + (bytes[at]! - ZERO);
          if (mantissa !== 0) digits++;
          power--;
        }
      }
      if (bytes[at] === LOWER_E || bytes[at] === UPPER_E) {
        at++;
        const below = bytes[at] === MINUS;
        if (below || bytes[at] === PLUS) at++;
        if (!isDigit(at)) return -1;
        let exponent = 0;
        for (; isDigit(at); at++) exponent = 10 * exponent + (bytes[at]! - ZERO);
        power += below ? -exponent : exponent;
      }
      if (digits <= EXACT_DIGITS && power >= -EXACT_POWER && power <= EXACT_POWER) {
        const magnitude = power < 0 ? mantissa / POWERS[-power]! : mantissa * POWERS[power]!;
        value = negative ? -magnitude : magnitude;
        return at;
      }
      if (!keep && digits + power < 300) return at;
      value = Number(String.fromCharCode(...bytes.subarray(start, at)));
      return Number.isFinite(value) ? at : -1;
    },
    value: () => value,
  };
}

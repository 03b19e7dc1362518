/** Significant digits without trailing zeros, and how many of them stand before the decimal point. */
interface Digits {
  readonly digits: string;
  readonly point: number;
}

/**
 * A number as Go's fmt writes it: `f`, `e` or `g`, with a precision or (−1) the fewest digits that tell it apart.
 * Exact halves go to the even digit, where JavaScript's own toFixed rounds them up.
 */
export function formatGoFloat(value: number, verb: 'e' | 'f' | 'g', precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + formatMagnitude(Math.abs(value), verb, precision);
}

function formatMagnitude(value: number, verb: 'e' | 'f' | 'g', precision: number): string {
  if (verb === 'f') {
    const rounded = precision < 0 ? shortest(value) : atFraction(exact(value), precision);
    return positional(rounded, precision < 0 ? Math.max(0, rounded.digits.length - rounded.point) : precision);
  }
  if (verb === 'e') {
    const rounded = precision < 0 ? shortest(value) : toDigits(exact(value), precision + 1);
    return exponential(rounded, precision < 0 ? Math.max(0, rounded.digits.length - 1) : precision);
  }
  const wanted = precision === 0 ? 1 : precision;
  const rounded = precision < 0 ? shortest(value) : toDigits(exact(value), wanted);
  const { digits, point } = rounded;
  const exponent = point - 1;
  const limit = precision < 0 ? 6 : wanted > digits.length && digits.length >= point ? digits.length : wanted;
  if (exponent < -4 || exponent >= limit) {
    return exponential(rounded, Math.max(0, digits.length - 1));
  }
  return positional(rounded, Math.max(0, digits.length - point));
}

function shortest(value: number): Digits {
  if (value === 0) return { digits: '', point: 0 };
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return { digits: mantissa.replace('.', '').replace(/0+$/, ''), point: Number(exponent) + 1 };
}

/** Every double has a finite decimal expansion. */
function exact(value: number): Digits {
  if (value === 0) return { digits: '', point: 0 };
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const power = Math.max(biased, 1) - 1075;
  const whole = power >= 0 ? mantissa << BigInt(power) : mantissa * 5n ** BigInt(-power); // × 10^-power
  const all = whole.toString();
  return { digits: all.replace(/0+$/, ''), point: all.length + Math.min(0, power) };
}

/** To so many significant digits, halves to even. */
function toDigits({ digits, point }: Digits, count: number): Digits {
  if (digits.length <= count) return { digits, point };
  if (count < 0) return { digits: '', point };
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const isOdd = count > 0 && Number(kept.at(-1)) % 2 === 1;
  const half = rest[0]! > '5' || (rest[0] === '5' && (rest.length > 1 || isOdd));
  if (!half) return { digits: kept.replace(/0+$/, ''), point };
  const up = (BigInt(kept === '' ? '0' : kept) + 1n).toString();
  return { digits: up.padStart(count, '0').replace(/0+$/, ''), point: point + (up.length > count ? 1 : 0) };
}

const atFraction = (all: Digits, places: number): Digits => toDigits(all, all.point + places);

function positional({ digits, point }: Digits, places: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (places === 0) return digits === '' ? '0' : whole;
  const fraction = (point >= 0 ? digits.slice(point) : '0'.repeat(-point) + digits)
    .padEnd(places, '0')
    .slice(0, places);
  return `${digits === '' ? '0' : whole}.${fraction}`;
}

function exponential({ digits, point }: Digits, places: number): string {
  const [first = '0', ...rest] = digits;
  const fraction = rest.join('').padEnd(places, '0').slice(0, places);
  const exponent = digits === '' ? 0 : point - 1;
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return `${first}${places > 0 ? `.${fraction}` : ''}e${power}`;
}

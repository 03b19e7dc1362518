/** From this power of ten on `%g` writes an exponent; below the other one too. */
const SHORTEST_UNTIL = 6;
const FROM = -4;

/** A number as Go prints it with `%g`: the fewest digits that give it back. `0.5`, `1e+06`, `123456`, `+Inf`, `NaN`. */
export const formatG = (value: number): string => format(value, value.toExponential(), SHORTEST_UNTIL);

/** As `%.Ng`: at most so many significant digits, no zeros behind the last one that counts. `12`, `1.2e+05`. */
export const formatGDigits = (value: number, digits: number): string =>
  format(value, value.toExponential(digits - 1), digits);

function format(value: number, exponential: string, until: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [, digits, power] = /^-?([\d.]+)e([+-]\d+)$/.exec(exponential) as unknown as [string, string, string];
  const significant = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  const exponent = Number(power);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (exponent >= FROM && exponent < until) return sign + plain(significant.replace('.', ''), exponent);
  return `${sign}${significant}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** Digits without a point, the first of which stands for 10 to the exponent. */
function plain(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = digits.slice(exponent + 1);
  return rest === '' ? whole : `${whole}.${rest}`;
}

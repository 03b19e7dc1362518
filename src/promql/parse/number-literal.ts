/** A number literal as the grammar of Prometheus has it, or null where it is none. Go's rules for numbers decide. */
export function parseNumberLiteral(text: string): number | null {
  const word = text.toLowerCase();
  if (word === 'inf') return Number.POSITIVE_INFINITY;
  if (word === 'nan') return Number.NaN;
  if (/^0[xX](_?[0-9a-fA-F])+$/.test(text)) return integer(text.replaceAll('_', ''));
  // An underscore stands between two digits.
  if (/_(?!\d)|(?<!\d)_/.test(text)) return null;
  const digits = text.replaceAll('_', '');
  // A leading zero means octal as long as all digits are: 010 is 8, 08 and 010.0 are decimal.
  if (/^0[0-7]+$/.test(digits)) return integer(`0o${digits.slice(1)}`);
  return /^(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(digits) ? Number(digits) : null;
}

const MAX_INTEGER = 2n ** 63n - 1n;

/** Octal digits too many for 64 bits are read as decimal ones; hexadecimal digits too many are no number. */
function integer(text: string): number | null {
  const value = BigInt(text);
  if (value <= MAX_INTEGER) return Number(value);
  return text.startsWith('0o') ? Number(text.slice(2)) : null;
}

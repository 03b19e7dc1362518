import { textOfBytes } from '../text/byte-text.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** The letter after the backslash, how many digits follow it, and their base. */
const NUMERIC: Readonly<Record<string, readonly [digits: number, base: 8 | 16]>> = {
  x: [2, 16],
  u: [4, 16],
  U: [8, 16],
};

export interface Escape {
  /** Index after the escape. */
  readonly to: number;
  readonly value:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'byte'; readonly byte: number }
    | { readonly kind: 'invalid'; readonly message: string };
}

/** The escape whose backslash stands at `from`, in a string opened with `quote`. */
export function readEscape(text: string, from: number, quote: string): Escape {
  const letter = text[from + 1];
  if (letter === undefined) return invalid(from + 1, 'escape sequence not terminated');
  if (letter === quote) return { to: from + 2, value: { kind: 'text', text: quote } };
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { to: from + 2, value: { kind: 'text', text: simple } };
  if (letter >= '0' && letter <= '7') return readDigits(text, from + 1, 3, 8);
  const numeric = NUMERIC[letter];
  if (numeric !== undefined) return readDigits(text, from + 2, ...numeric);
  return invalid(from + 2, `unknown escape sequence ${codePointName(text, from + 1)}`);
}

function readDigits(text: string, from: number, count: number, base: 8 | 16): Escape {
  const to = from + count;
  for (let i = from; i < to; i++) {
    if (i >= text.length) return invalid(i, 'escape sequence not terminated');
    if (Number.isNaN(Number.parseInt(text[i]!, base)))
      return invalid(i, `illegal character ${codePointName(text, i)} in escape sequence`);
  }
  const value = Number.parseInt(text.slice(from, to), base);
  if (count < 4)
    return value > 255
      ? invalid(to, 'escape sequence is an invalid Unicode code point')
      : { to, value: { kind: 'byte', byte: value } };
  return value > 0x10ffff || (value >= 0xd800 && value < 0xe000)
    ? invalid(to, 'escape sequence is an invalid Unicode code point')
    : { to, value: { kind: 'text', text: String.fromCodePoint(value) } };
}

const invalid = (to: number, message: string): Escape => ({ to, value: { kind: 'invalid', message } });

/** `U+0071 'q'`, as Go prints a character. */
function codePointName(text: string, at: number): string {
  const point = text.codePointAt(at)!;
  const hex = point.toString(16).toUpperCase().padStart(4, '0');
  return point < 32 ? `U+${hex}` : `U+${hex} '${String.fromCodePoint(point)}'`;
}

/**
 * The text of a string literal that the lexer has accepted, quotes included. Bytes (`\xc3\xa9`, `\303\251`) are read as
 * UTF-8 where they are that (byte-text.ts).
 */
export function unquote(literal: string): string {
  const quote = literal[0]!;
  const body = literal.slice(1, -1);
  if (quote === '`' || !body.includes('\\')) return body;
  let text = '';
  let bytes: number[] = [];
  const flush = () => {
    text += textOfBytes(bytes);
    bytes = [];
  };
  for (let i = 0; i < body.length; ) {
    if (body[i] !== '\\') {
      flush();
      text += body[i++];
      continue;
    }
    const { to, value } = readEscape(body, i, quote);
    if (value.kind === 'byte') bytes.push(value.byte);
    else {
      flush();
      if (value.kind === 'text') text += value.text;
    }
    i = to;
  }
  flush();
  return text;
}

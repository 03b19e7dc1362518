import { escapedByte } from './byte-text.ts';

/** Text in double quotes as Go prints it in messages (%q): what cannot be printed, quotes and backslashes are escaped. */
export const goQuote = (text: string): string => `"${text.replace(TO_ESCAPE, (char) => escaped(char))}"`;

/** Go prints letters, marks, numbers, punctuation, symbols, and of all blanks the ASCII one. */
const TO_ESCAPE = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

const BY_LETTER: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function escaped(char: string): string {
  const letter = BY_LETTER[char];
  if (letter !== undefined) return letter;
  const code = char.codePointAt(0)!;
  const byte = code < 0x80 ? code : escapedByte(code);
  if (byte !== null) return `\\x${hex(byte, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

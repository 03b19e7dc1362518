import { Scalar } from 'yaml';
import type { PositionedText } from './positioned-text.ts';

/**
 * The text of a YAML scalar with the place of each character: plain, quoted, block literal and folded, with escapes,
 * indentation and folding undone. Only white space that folding changed stands for a neighbourhood and not a character.
 */
export function scalarText(within: PositionedText, node: Scalar): PositionedText {
  const text = String(node.value);
  let offsets: Int32Array | null = null;
  return {
    text,
    placeAt(offset) {
      offsets ??= offsetsOf(within.text, node, text);
      return within.placeAt(offsets[Math.max(0, Math.min(offset, text.length))]!);
    },
  };
}

const isWhite = (char: string | undefined) => char === ' ' || char === '\t' || char === '\n' || char === '\r';

/** For each character of the text, and its end, the offset in the source. */
function offsetsOf(source: string, node: Scalar, text: string): Int32Array {
  const [start, end] = node.range!; // a parsed node has one
  switch (node.type) {
    case Scalar.BLOCK_LITERAL:
    case Scalar.BLOCK_FOLDED:
      return aligned(source, afterHeader(source, start), end, text);
    case Scalar.QUOTE_DOUBLE:
      return alignedPieces(source, doubleQuotedPieces(source, start + 1, end - 1), end - 1, text);
    case Scalar.QUOTE_SINGLE:
      return alignedPieces(source, singleQuotedPieces(source, start + 1, end - 1), end - 1, text);
    default:
      return aligned(source, start, end, text);
  }
}

/** The content of a block scalar begins on the line after `|`, `>`, their indicators and a comment. */
function afterHeader(source: string, start: number): number {
  const lineEnd = source.indexOf('\n', start);
  return lineEnd === -1 ? source.length : lineEnd + 1;
}

/** Without escapes, all but white space comes through one to one, in order. */
function aligned(source: string, start: number, end: number, text: string): Int32Array {
  const pieces: Piece[] = [];
  for (let at = start; at < end; at++) if (!isWhite(source[at])) pieces.push({ at, text: source[at]! });
  return alignedPieces(source, pieces, end, text);
}

/** What one stretch of the source stands for in the text. */
interface Piece {
  readonly at: number;
  readonly text: string;
}

/** Places each piece at its next occurrence in the text; white space between two pieces lies after the first. */
function alignedPieces(source: string, pieces: readonly Piece[], end: number, text: string): Int32Array {
  const offsets = new Int32Array(text.length + 1);
  let offset = 0;
  let after = pieces[0]?.at ?? end;
  const fillUntil = (until: number, limit: number) => {
    // Leading white space of the text lies right before its first piece.
    if (offset === 0 && until > 0) after = Math.max(0, limit - until);
    while (offset < until) offsets[offset++] = Math.min(after++, limit);
  };
  for (const piece of pieces) {
    const found = text.indexOf(piece.text, offset);
    if (found === -1) break;
    fillUntil(found, piece.at);
    for (let i = 0; i < piece.text.length; i++) offsets[offset++] = piece.at;
    after = piece.at + lengthAt(source, piece);
  }
  const last = after;
  while (offset < text.length) offsets[offset++] = Math.min(after++, end);
  // An end that nothing follows is where a reader sees it: before the line break.
  offsets[text.length] = last;
  return offsets;
}

function lengthAt(source: string, { at, text }: Piece): number {
  if (source[at] === '\\') return escapeLength(source, at);
  return source.startsWith("''", at) && text === "'" ? 2 : text.length;
}

function singleQuotedPieces(source: string, start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = start; at < end; at++) {
    if (isWhite(source[at])) continue;
    pieces.push({ at, text: source[at]! });
    if (source[at] === "'") at++; // two stand for one
  }
  return pieces;
}

function doubleQuotedPieces(source: string, start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = start; at < end; at++) {
    if (isWhite(source[at])) continue;
    if (source[at] !== '\\') {
      pieces.push({ at, text: source[at]! });
      continue;
    }
    const text = unescaped(source, at);
    if (text !== '') pieces.push({ at, text });
    at += escapeLength(source, at) - 1;
  }
  return pieces;
}

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function escapeLength(source: string, at: number): number {
  return 2 + (HEX_DIGITS[source[at + 1]!] ?? 0);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

/** Empty for an escaped end of line. */
function unescaped(source: string, at: number): string {
  const letter = source[at + 1]!;
  const digits = HEX_DIGITS[letter];
  if (digits === undefined) return ESCAPES[letter] ?? '';
  const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
  return Number.isInteger(code) && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

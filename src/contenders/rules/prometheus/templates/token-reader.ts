import type { Token } from './lex.ts';

/** Tokens of one action, read from left to right. */
export interface TokenReader {
  /** The next token, spaces included. */
  peek(): Token | undefined;
  next(): Token | undefined;
  /** Passes over spaces; true where there were some. */
  skipSpace(): boolean;
  /** Where the reader is, in the template. */
  offset(): number;
}

export function tokenReader(tokens: readonly Token[], start: number): TokenReader {
  let at = 0;
  return {
    peek: () => tokens[at],
    next: () => tokens[at++],
    skipSpace() {
      const from = at;
      while (tokens[at]?.kind === 'space') at++;
      return at > from;
    },
    offset() {
      const last = tokens.at(-1);
      return tokens[at]?.offset ?? (last === undefined ? start : last.offset + last.text.length);
    },
  };
}

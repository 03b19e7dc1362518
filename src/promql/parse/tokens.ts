import { MAX_EXPRESSION_DEPTH, MAX_EXPRESSION_TOKENS, MAX_FAULTS } from './parse-limits.ts';
import type { PromqlFault } from './parse-outcome.ts';
import { readEscape } from './string-literal.ts';

export type TokenKind = 'word' | 'number' | 'duration' | 'string' | 'operator' | 'end';

/** A token of an expression: [from, to) of its text, in UTF-16 units. */
export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
}

export interface Tokens {
  /** The last one is of kind `end`, unless reading stopped early. Comments and blanks are left out. */
  readonly tokens: readonly Token[];
  readonly faults: readonly PromqlFault[];
  /** How deep brackets are nested at most. */
  readonly bracketDepth: number;
}

const SPACE = /[ \t\n\r]+|#[^\n\r]*/y;
const WORD = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const LABEL_WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
/** Whatever begins like a number: what it is, and whether it is well-formed, is decided on the whole of it. */
const NUMERIC = /0[xX][0-9a-zA-Z_]*|(?:\d|\.\d)(?:[eE][+-](?=\d)|[0-9a-zA-Z_.])*/y;
const NUMBER = /^(?:0[xX][0-9a-fA-F_]*|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)$/;
const DURATION = /^\d+(?:[smhdwy]s?)(?:\d+(?:[smhdw]s?))*$/;
const OPERATOR = /<\/|>\/|==|!=|<=|>=|=~|!~|[-+*/%^<>=,(){}[\]@:]/y;

/**
 * Splits an expression into tokens by the rules and with the messages of Prometheus' own lexer. Stops, without an `end`,
 * at the limits on faults, depth and tokens.
 */
export function readTokens(text: string): Tokens {
  const lexer = new Lexer(text);
  while (lexer.step());
  return lexer;
}

class Lexer implements Tokens {
  readonly tokens: Token[] = [];
  readonly faults: PromqlFault[] = [];
  bracketDepth = 0;
  readonly #text: string;
  readonly #open: string[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads one token; false once everything has been read. */
  step(): boolean {
    const text = this.#text;
    if (this.#at >= text.length) {
      this.#end();
      return false;
    }
    const blank = this.#match(SPACE);
    if (blank > 0) {
      this.#at += blank;
      return true;
    }
    const character = text[this.#at]!;
    const length = this.#word() || this.#numeric() || this.#operator(character);
    if (length > 0) this.#at += length;
    else if (character === '"' || character === "'" || character === '`') this.#string(character);
    else this.#unexpected();
    return (
      this.faults.length < MAX_FAULTS &&
      this.bracketDepth <= MAX_EXPRESSION_DEPTH &&
      this.tokens.length <= MAX_EXPRESSION_TOKENS
    );
  }

  #match(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text) ? pattern.lastIndex - this.#at : 0;
  }

  #push(kind: TokenKind, length: number): number {
    this.tokens.push({ kind, from: this.#at, to: this.#at + length });
    return length;
  }

  #fault(message: string, from: number, to: number): void {
    this.faults.push({ message, span: { from, to } });
  }

  #word(): number {
    const innermost = this.#open.at(-1);
    const length = this.#match(innermost === '{' || this.#open.includes('[') ? LABEL_WORD : WORD);
    if (length === 0) return 0;
    const special = length === 3 && innermost !== '{' && /^(inf|nan)$/i.test(this.#slice(length));
    return this.#push(special ? 'number' : 'word', length);
  }

  #slice = (length: number): string => this.#text.slice(this.#at, this.#at + length);

  #numeric(): number {
    const length = this.#match(NUMERIC);
    if (length === 0) return 0;
    const literal = this.#slice(length);
    if (NUMBER.test(literal)) return this.#push('number', length);
    if (!DURATION.test(literal))
      this.#fault(`bad number or duration syntax: ${JSON.stringify(literal)}`, this.#at, this.#at + length);
    return this.#push('duration', length);
  }

  #operator(character: string): number {
    const length = this.#match(OPERATOR);
    if (length === 0) return 0;
    if ('([{'.includes(character)) {
      this.#open.push(character);
      this.bracketDepth = Math.max(this.bracketDepth, this.#open.length);
    }
    if (')]}'.includes(character)) this.#close(character);
    return this.#push('operator', length);
  }

  #close(character: string): void {
    const opening = character === ')' ? '(' : character === ']' ? '[' : '{';
    if (this.#open.at(-1) === opening) this.#open.pop();
    else if (!this.#open.includes(opening))
      this.#fault(`unexpected ${NAME_OF_BRACKET[character]} '${character}'`, this.#at, this.#at + 1);
    // Closed out of order: the grammar finds the place where another bracket is missing.
    else this.#open.length = this.#open.lastIndexOf(opening);
  }

  #string(quote: string): void {
    const text = this.#text;
    const from = this.#at;
    let at = from + 1;
    for (; at < text.length && text[at] !== quote; ) {
      if (text[at] === '\n' && quote !== '`') break;
      if (text[at] !== '\\' || quote === '`') {
        if (isLoneSurrogate(text, at)) this.#fault('invalid UTF-8 rune', at, at + 1);
        at++;
        continue;
      }
      const { to, value } = readEscape(text, at, quote);
      if (value.kind === 'invalid') this.#fault(value.message, at, Math.min(to, text.length));
      at = to;
    }
    const closed = text[at] === quote;
    if (!closed) this.#fault(quote === '`' ? 'unterminated raw string' : 'unterminated quoted string', from, at);
    this.#push('string', Math.min(at + 1, text.length) - from);
    this.#at = at + 1;
  }

  #unexpected(): void {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    const where = this.#open.at(-1) === '{' ? ' inside braces' : '';
    const next = this.#text.codePointAt(this.#at + 1);
    const to = this.#at + character.length;
    if (character === '!' && next !== undefined)
      this.#fault(`unexpected character after '!'${where}: '${String.fromCodePoint(next)}'`, this.#at, to);
    else this.#fault(`unexpected character${where}: '${character}'`, this.#at, to);
    this.#at = to;
  }

  #end(): void {
    const { length } = this.#text;
    const open = this.#open.at(-1);
    if (open === '{') this.#fault('unexpected end of input inside braces', length, length);
    else if (open !== undefined)
      this.#fault(`unclosed left ${open === '(' ? 'parenthesis' : 'bracket'}`, length, length);
    this.tokens.push({ kind: 'end', from: length, to: length });
  }
}

const NAME_OF_BRACKET: Readonly<Record<string, string>> = {
  ')': 'right parenthesis',
  ']': 'right bracket',
  '}': 'character:',
};

function isLoneSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdfff) return false;
  if (unit >= 0xdc00) return !((text.charCodeAt(at - 1) & 0xfc00) === 0xd800);
  return !((text.charCodeAt(at + 1) & 0xfc00) === 0xdc00);
}

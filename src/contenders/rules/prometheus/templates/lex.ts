import { invalid, refused } from './syntax.ts';

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly offset: number; readonly tokens: readonly Token[] };

export interface Token {
  /** `word`: keyword, function, true, nil. `field`: `.name`. `space` matters: `(x).y` is not `(x) .y`. */
  readonly kind: 'word' | 'field' | 'dot' | 'variable' | 'string' | 'number' | 'symbol' | 'space';
  readonly text: string;
  readonly offset: number;
}

const SPACE = /[ \t\r\n]/;

/**
 * Cuts a template into text and actions; `{{-` and `-}}` take the white space beside them away, comments vanish.
 * @throws TemplateFaultError
 */
export function cutTemplate(template: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trimsNext = false;
  while (at < template.length) {
    const open = template.indexOf('{{', at);
    let text = template.slice(at, open === -1 ? template.length : open);
    if (trimsNext) text = text.replace(/^[ \t\r\n]+/, '');
    if (open === -1) {
      if (text !== '') pieces.push({ kind: 'text', text });
      break;
    }
    let inside = open + 2;
    if (template[inside] === '-' && SPACE.test(template[inside + 1] ?? '')) {
      text = text.replace(/[ \t\r\n]+$/, '');
      inside += 2;
    }
    if (text !== '') pieces.push({ kind: 'text', text });
    const action = template.startsWith('/*', inside) ? comment(template, inside) : tokens(template, inside);
    if (action.tokens !== null) pieces.push({ kind: 'action', offset: open, tokens: action.tokens });
    trimsNext = action.trims;
    at = action.end;
  }
  return pieces;
}

interface Action {
  readonly tokens: readonly Token[] | null;
  readonly end: number;
  readonly trims: boolean;
}

function comment(template: string, at: number): Action {
  const close = template.indexOf('*/', at);
  if (close === -1) throw invalid('unclosed comment', at);
  const rest = close + 2;
  if (template.startsWith('}}', rest)) return { tokens: null, end: rest + 2, trims: false };
  if (/^[ \t\r\n]-\}\}/.test(template.slice(rest, rest + 4))) return { tokens: null, end: rest + 4, trims: true };
  throw invalid('comment ends before closing delimiter', rest);
}

const WORD = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const NUMBER =
  /[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)/y;
const STRING = /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y;
const SYMBOL = /:=|[=|(),]/y;

function tokens(template: string, start: number): Action {
  const found: Token[] = [];
  let at = start;
  const take = (pattern: RegExp, from: number): string | null => {
    pattern.lastIndex = from;
    return pattern.exec(template)?.[0] ?? null;
  };
  const push = (kind: Token['kind'], text: string) => {
    found.push({ kind, text, offset: at });
    at += text.length;
  };
  while (at < template.length) {
    if (template.startsWith('}}', at)) return { tokens: found, end: at + 2, trims: false };
    const char = template[at]!;
    if (SPACE.test(char)) {
      if (template.startsWith('-}}', at + 1)) return { tokens: found, end: at + 4, trims: true };
      push('space', char);
      continue;
    }
    const word = take(WORD, at);
    const number = take(NUMBER, at);
    const text = take(STRING, at);
    const symbol = take(SYMBOL, at);
    if (word !== null) push('word', word);
    else if (char === '$') push('variable', `$${take(WORD, at + 1) ?? ''}`);
    else if (number !== null) push('number', number);
    else if (char === '.') {
      const field = take(WORD, at + 1);
      push(field === null ? 'dot' : 'field', `.${field ?? ''}`);
    } else if (text !== null) push('string', text);
    else if (symbol !== null) push('symbol', symbol);
    else if (char === "'") throw refused('a character constant', at);
    else if (char === '"' || char === '`') throw invalid('unterminated quoted string', at);
    else throw invalid(`unexpected ${JSON.stringify(char)} in command`, at);
  }
  throw invalid('unclosed action', start - 2);
}

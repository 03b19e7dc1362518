import { ARITHMETIC, type BinaryOperator, COMPARING, type MathNode } from './ast.ts';

/** What is wrong with an expression, and where in its text. */
export class MathSyntaxError extends Error {
  override readonly name = 'MathSyntaxError';
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<text>"[^"]*"|'[^']*')|(?<symbol>==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y;

/** Nobody nests so deep; more would only overflow the stack. */
const DEEPEST = 200;

/** From the loosest to the tightest; all but `^` group from the left. */
const LEVELS: readonly (readonly string[])[] = [['OR', '||'], ['AND', '&&'], COMPARING, ['+', '-'], ['*', '/']];

/**
 * CloudWatch metric math. `^` binds tightest and groups from the right, then unary minus, `* /`, `+ -`, comparisons,
 * AND, OR; the documentation gives no order, this is that of every other notation.
 * @throws MathSyntaxError
 */
export function parseMath(text: string): MathNode {
  const tokens = tokensOf(text);
  let next = 0;
  const peek = () => tokens[next]!; // the last token is the end, which nothing takes
  const take = (symbol: string): boolean => {
    const { kind, text: found } = peek();
    if (found !== symbol || kind === 'text') return false;
    next++;
    return true;
  };
  const expected = (what: string): never => {
    const { text: found, at } = peek();
    throw new MathSyntaxError(`expected ${what}, got ${found === '' ? 'the end' : JSON.stringify(found)}`, at);
  };
  const expect = (symbol: string) => {
    if (!take(symbol)) expected(JSON.stringify(symbol));
  };

  const parseLevel = (level: number, depth: number): MathNode => {
    if (depth > DEEPEST) throw new MathSyntaxError(`nested deeper than ${DEEPEST}`, peek().at);
    const operators = LEVELS[level];
    if (operators === undefined) return parseUnary(depth);
    let left = parseLevel(level + 1, depth);
    for (;;) {
      const { at, text: found, kind } = peek();
      if (kind === 'text' || !operators.includes(found)) return left;
      next++;
      left = { kind: 'binary', operator: operatorOf(found), left, right: parseLevel(level + 1, depth), at };
    }
  };
  const parseUnary = (depth: number): MathNode => {
    const { at } = peek();
    if (depth > DEEPEST) throw new MathSyntaxError(`nested deeper than ${DEEPEST}`, at);
    if (take('-')) return { kind: 'negate', of: parseUnary(depth + 1), at };
    if (take('+')) return parseUnary(depth + 1);
    const base = parsePrimary(depth);
    const power = peek().at;
    return take('^') ? { kind: 'binary', operator: '^', left: base, right: parseUnary(depth + 1), at: power } : base;
  };
  const parseItems = (close: string, depth: number): MathNode[] => {
    const items: MathNode[] = [];
    if (take(close)) return items;
    do items.push(parseLevel(0, depth + 1));
    while (take(','));
    expect(close);
    return items;
  };
  const parsePrimary = (depth: number): MathNode => {
    const { kind, text: found, at } = peek();
    if (take('(')) {
      const inner = parseLevel(0, depth + 1);
      expect(')');
      return inner;
    }
    if (take('[')) return { kind: 'list', items: parseItems(']', depth), at };
    if (kind === 'end' || kind === 'symbol') return expected('a number, an id, a function or a parenthesis');
    next++;
    if (kind === 'number') return { kind: 'number', value: Number(found), at };
    if (kind === 'text') return { kind: 'text', value: found.slice(1, -1), at };
    if (take('(')) return { kind: 'call', name: found, args: parseItems(')', depth), at };
    return /^[a-z]/.test(found) ? { kind: 'id', id: found, at } : { kind: 'word', word: found, at };
  };

  const parsed = parseLevel(0, 0);
  if (peek().kind !== 'end') expected('an operator or the end');
  return parsed;
}

function operatorOf(text: string): BinaryOperator {
  if (text === '&&') return 'AND';
  if (text === '||') return 'OR';
  return text as BinaryOperator; // one of LEVELS
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      if (text.slice(at).trim() === '') break;
      const odd = at + text.slice(at).search(/\S/);
      throw new MathSyntaxError(`expected an operator or an operand, got ${JSON.stringify(text[odd])}`, odd);
    }
    const [kind, found] = Object.entries(match.groups!).find(([, group]) => group !== undefined)!;
    tokens.push({ kind: kind as Token['kind'], text: found!, at: TOKEN.lastIndex - found!.length });
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

export const isArithmetic = (operator: BinaryOperator): boolean => (ARITHMETIC as readonly string[]).includes(operator);

import type { AlarmState } from '../missing-data.ts';

/** `at`: offset into the text of the rule. */
export type RuleExpression =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string; readonly at: number }
  | { readonly kind: 'not'; readonly of: RuleExpression }
  | { readonly kind: 'and' | 'or'; readonly of: readonly RuleExpression[] }
  | {
      readonly kind: 'at-least';
      /** A whole number of alarms, or a share of them in (0, 1]. */
      readonly threshold: { readonly count: number } | { readonly share: number };
      readonly of: readonly RuleExpression[];
    };

/** What is wrong with a rule, and where in its text. */
export class RuleSyntaxError extends Error {
  override readonly name = 'RuleSyntaxError';
  readonly at: number;
  readonly hint: string | undefined;

  constructor(message: string, at: number, hint?: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

const STATES = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const;
const WORD = /[A-Za-z_]+/y;
const SPACE = /\s*/y;
/** Nobody nests so deep; more would only overflow the stack. */
const DEEPEST = 200;

/**
 * The rule of a composite alarm: `ALARM(x)`, `OK(x)`, `INSUFFICIENT_DATA(x)`, `TRUE`, `FALSE`, `NOT`, `AND`, `OR`,
 * parentheses and `AT_LEAST(2, ALARM, (a, b, c))` or `AT_LEAST(60%, NOT OK, (a, b))`. NOT binds tighter than AND, AND
 * than OR. Names may be quoted; a name without quotes ends where its parenthesis closes.
 * @throws RuleSyntaxError
 */
export function parseAlarmRule(text: string): RuleExpression {
  const reader = ruleReader(text);
  const rule = parseOr(reader, 0);
  if (!reader.atEnd()) reader.fail(`expected AND, OR or the end, got ${reader.describe()}`, hintFor(reader.peekWord()));
  return rule;
}

/** Every reference of a rule, in order. */
export function referencesOf(rule: RuleExpression): { readonly alarm: string; readonly at: number }[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [{ alarm: rule.alarm, at: rule.at }];
    case 'not':
      return referencesOf(rule.of);
    default:
      return rule.of.flatMap(referencesOf);
  }
}

type Reader = ReturnType<typeof ruleReader>;

function ruleReader(text: string) {
  let at = 0;
  const skip = () => {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = SPACE.lastIndex;
  };
  const peekWord = (): string => {
    skip();
    WORD.lastIndex = at;
    return WORD.exec(text)?.[0] ?? '';
  };
  const describe = () => (at >= text.length ? 'the end of the rule' : JSON.stringify(peekWord() || text[at]));
  const fail = (message: string, hint?: string, where = at): never => {
    throw new RuleSyntaxError(message, where, hint);
  };
  const take = (symbol: string): boolean => {
    skip();
    if (text[at] !== symbol) return false;
    at++;
    return true;
  };
  return {
    peekWord,
    describe,
    fail,
    take,
    atEnd: () => {
      skip();
      return at >= text.length;
    },
    word: () => {
      const word = peekWord();
      at += word.length;
      return word;
    },
    expect: (symbol: string) => {
      if (!take(symbol)) fail(`expected ${JSON.stringify(symbol)}, got ${describe()}`);
    },
    number: (): { readonly value: number; readonly percent: boolean } => {
      skip();
      const match = /^(\d+)(\s*%)?/.exec(text.slice(at));
      if (match === null) return fail(`expected a number of alarms or a percentage, got ${describe()}`);
      at += match[0].length;
      return { value: Number(match[1]), percent: match[2] !== undefined };
    },
    /** A name, up to one of `ends` outside of quotes and of parentheses of its own. */
    name: (ends: string): { readonly name: string; readonly at: number } => {
      skip();
      const start = at;
      if (text[at] === '"') {
        const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text.slice(at));
        if (quoted === null) return fail('this quote is never closed');
        at += quoted[0].length;
        return { name: quoted[1]!.replace(/\\(.)/g, '$1'), at: start };
      }
      let depth = 0;
      while (at < text.length && (depth > 0 || !ends.includes(text[at]!))) {
        if (text[at] === '(') depth++;
        if (text[at] === ')') depth--;
        at++;
      }
      const name = text.slice(start, at).trim();
      return name === '' ? fail('expected the name or the ARN of an alarm', undefined, start) : { name, at: start };
    },
  };
}

function parseOr(reader: Reader, depth: number): RuleExpression {
  return parseChain(reader, 'OR', 'or', () => parseChain(reader, 'AND', 'and', () => parseNot(reader, depth)));
}

function parseChain(reader: Reader, word: string, kind: 'and' | 'or', part: () => RuleExpression): RuleExpression {
  const parts = [part()];
  while (reader.peekWord() === word) {
    reader.word();
    parts.push(part());
  }
  return parts.length === 1 ? parts[0]! : { kind, of: parts };
}

function parseNot(reader: Reader, depth: number): RuleExpression {
  if (depth > DEEPEST) reader.fail(`nested deeper than ${DEEPEST}`);
  if (reader.peekWord() !== 'NOT') return parsePrimary(reader, depth);
  reader.word();
  return { kind: 'not', of: parseNot(reader, depth + 1) };
}

function parsePrimary(reader: Reader, depth: number): RuleExpression {
  if (reader.take('(')) {
    const inner = parseOr(reader, depth + 1);
    reader.expect(')');
    return inner;
  }
  const word = reader.peekWord();
  if (/^(?:TRUE|FALSE)$/i.test(word)) {
    reader.word();
    return { kind: 'constant', value: word.toUpperCase() === 'TRUE' };
  }
  if (word === 'AT_LEAST') return parseAtLeast(reader);
  const state = STATES.find((known) => known === word);
  if (state === undefined) {
    return reader.fail(`expected ALARM(…), OK(…), INSUFFICIENT_DATA(…), got ${reader.describe()}`, hintFor(word));
  }
  reader.word();
  reader.expect('(');
  const { name, at } = reader.name(')');
  reader.expect(')');
  return { kind: 'state', state, alarm: name, at };
}

function parseAtLeast(reader: Reader): RuleExpression {
  reader.word();
  reader.expect('(');
  const { value, percent } = reader.number();
  if (value < 1 || (percent && value > 100)) reader.fail(`expected 1 or more${percent ? ', at most 100 %' : ''}`);
  reader.expect(',');
  const negated = reader.peekWord() === 'NOT';
  if (negated) reader.word();
  const state = STATES.find((known) => known === reader.peekWord());
  if (state === undefined) return reader.fail(`expected ALARM, OK or INSUFFICIENT_DATA, got ${reader.describe()}`);
  reader.word();
  reader.expect(',');
  reader.expect('(');
  const of: RuleExpression[] = [];
  do {
    const { name, at } = reader.name(',)');
    const one: RuleExpression = { kind: 'state', state, alarm: name, at };
    of.push(negated ? { kind: 'not', of: one } : one);
  } while (reader.take(','));
  reader.expect(')');
  reader.expect(')');
  return { kind: 'at-least', threshold: percent ? { share: value / 100 } : { count: value }, of };
}

function hintFor(word: string): string | undefined {
  const known = ['AND', 'OR', 'NOT', 'TRUE', 'FALSE', 'AT_LEAST', ...STATES].find((one) => one === word.toUpperCase());
  return known === undefined || known === word ? undefined : `did you mean ${known}?`;
}

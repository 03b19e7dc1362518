import type { Token } from './tokens.ts';

/**
 * The tokens of an expression as the grammar is given them. It knows fewer forms of numbers and strings than Prometheus
 * does, and only its own list of function names, so every number is written `1`, every string `""` and every function
 * that is called `abs`. There are as many forms as tokens.
 */
export function plainForms(text: string, tokens: readonly Token[]): readonly string[] {
  const durations = new DurationContext();
  return tokens.map((token, i) => {
    const word = text.slice(token.from, token.to);
    const inDuration = durations.next(word, token.kind);
    if (token.kind === 'number' || token.kind === 'duration') return '1';
    if (token.kind === 'string') return '""';
    if (token.kind !== 'word') return word;
    // A metric name like any other, also where the grammar allows no colon.
    if (word.includes(':')) return 'x';
    const lower = word.toLowerCase();
    const isCall = text[tokens[i + 1]?.from ?? text.length] === '(';
    if (isCall && !WORDS_BEFORE_PARENTHESIS.has(lower) && !(inDuration && DURATION_FUNCTIONS.has(lower))) return 'abs';
    // Prometheus lets a metric be named `offset`, the grammar does not.
    return lower === 'offset' && beginsOperand(text, tokens[i - 1]) ? 'x' : word;
  });
}

/** Words that the grammar gives a meaning where a parenthesis follows. Any other word there calls a function. */
const WORDS_BEFORE_PARENTHESIS: ReadonlySet<string> = new Set(
  (
    'and or unless atan2 bool by without on ignoring group_left group_right offset fill fill_left fill_right start end ' +
    'sum avg count min max group stddev stdvar topk bottomk count_values quantile limitk limit_ratio'
  ).split(' '),
);

/** In a duration these are words of the grammar, elsewhere they are functions. */
const DURATION_FUNCTIONS: ReadonlySet<string> = new Set(['step', 'range', 'min_of', 'max_of']);

/** Words after which an operand begins. */
const WORDS_BEFORE_OPERAND: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'atan2', 'bool']);

function beginsOperand(text: string, previous: Token | undefined): boolean {
  if (previous === undefined) return true;
  const before = text.slice(previous.from, previous.to);
  if (previous.kind === 'word') return WORDS_BEFORE_OPERAND.has(before.toLowerCase());
  return previous.kind === 'operator' && !')]}'.includes(before);
}

/** Knows of token after token whether it stands in a duration: in brackets, or in what `offset` is followed by. */
class DurationContext {
  readonly #open: boolean[] = [];
  #expected = false;

  next(word: string, kind: Token['kind']): boolean {
    const inside = this.#expected || this.#open.at(-1) === true;
    if (kind === 'operator') {
      if (word === '[') this.#open.push(true);
      else if (word === '(' || word === '{') this.#open.push(inside);
      else if (')]}'.includes(word)) this.#open.pop();
    }
    const isSign = kind === 'operator' && (word === '+' || word === '-');
    const lower = word.toLowerCase();
    const isFunction = inside && DURATION_FUNCTIONS.has(lower);
    this.#expected = lower === 'offset' || (this.#expected && (isSign || isFunction));
    return inside;
  }
}

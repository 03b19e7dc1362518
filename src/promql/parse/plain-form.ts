import type { Token } from './tokens.ts';

/**
 * The tokens of an expression as the grammar is given them, one form for each token. The grammar knows fewer forms of
 * numbers and strings than Prometheus does, and only its own list of function names, so every number is written `1`,
 * every string `""`, every function that is called `abs` and every other name `x`. It also gives up on some three hundred operators that group
 * from the left; so every binary operator is written `^`, which groups from the right. (How they bind is not taken from
 * the grammar anyway.)
 */
export function plainForms(text: string, tokens: readonly Token[]): readonly string[] {
  const context = new TokenContext();
  return tokens.map((token, i) => {
    const word = text.slice(token.from, token.to);
    const form = plainForm(word, token.kind, context, text[tokens[i + 1]?.from ?? text.length] === '(');
    context.pass(word, token.kind);
    return form;
  });
}

function plainForm(word: string, kind: Token['kind'], context: TokenContext, beforeParenthesis: boolean): string {
  if (kind === 'number' || kind === 'duration') return '1';
  if (kind === 'string') return '""';
  const lower = word.toLowerCase();
  if (BINARY_OPERATORS.has(lower) && !context.beginsOperand && !context.inDuration && !context.inBraces) return '^';
  if (kind !== 'word') return word;
  if (beforeParenthesis && !word.includes(':') && !hasMeaning(lower, context)) return 'abs';
  // Prometheus lets a metric be named `offset`, the grammar does not; nor `constructor`, by mistake.
  return !WORDS.has(lower) || (lower === 'offset' && context.beginsOperand) ? 'x' : word;
}

const BINARY_OPERATORS: ReadonlySet<string> = new Set(
  '+ - * / % ^ == != < > <= >= </ >/ and or unless atan2'.split(' '),
);

/** Words that the grammar gives a meaning where a parenthesis follows. Any other word there calls a function. */
const WORDS_BEFORE_PARENTHESIS: ReadonlySet<string> = new Set(
  (
    'and or unless atan2 bool by without on ignoring group_left group_right offset fill fill_left fill_right start end ' +
    'sum avg count min max group stddev stdvar topk bottomk count_values quantile limitk limit_ratio'
  ).split(' '),
);

/** In a duration these are words of the grammar, elsewhere they are functions. */
const DURATION_FUNCTIONS: ReadonlySet<string> = new Set(['step', 'range', 'min_of', 'max_of']);

/** All words that mean something to the grammar. Any other one is a name. */
const WORDS: ReadonlySet<string> = new Set([
  ...WORDS_BEFORE_PARENTHESIS,
  ...DURATION_FUNCTIONS,
  ...['anchored', 'smoothed'],
]);

const hasMeaning = (word: string, { inDuration }: TokenContext): boolean =>
  WORDS_BEFORE_PARENTHESIS.has(word) || (inDuration && DURATION_FUNCTIONS.has(word));

/** Words that take a list of labels and have an operand after it. */
const MATCHING_WORDS: ReadonlySet<string> = new Set(['on', 'ignoring', 'group_left', 'group_right']);

interface OpenBracket {
  readonly bracket: string;
  readonly duration: boolean;
  /** Holds the labels of `on` and the like: an operand comes after it. */
  readonly matching: boolean;
}

/** What a token stands in, known from the tokens before it. */
class TokenContext {
  /** In brackets, or in what `offset` is followed by. */
  inDuration = false;
  /** An operand may begin here; an operator may not stand here, a sign may. */
  beginsOperand = true;
  #open: OpenBracket[] = [];
  #previous = '';

  get inBraces(): boolean {
    return this.#open.at(-1)?.bracket === '{';
  }

  pass(word: string, kind: Token['kind']): void {
    const lower = word.toLowerCase();
    const isOperator = BINARY_OPERATORS.has(lower) && !this.beginsOperand;
    const closed = kind === 'operator' ? this.#bracket(word) : undefined;
    const staysInDuration =
      this.inDuration && ((kind === 'operator' && '+-'.includes(word)) || DURATION_FUNCTIONS.has(lower));
    this.inDuration =
      this.#open.at(-1)?.duration === true || (lower === 'offset' && !this.beginsOperand) || staysInDuration;
    this.beginsOperand =
      isOperator ||
      lower === 'bool' ||
      MATCHING_WORDS.has(lower) ||
      closed?.matching === true ||
      OPENS_OPERAND.has(word);
    this.#previous = lower;
  }

  /** Keeps account of brackets; the one that has been closed, if any. */
  #bracket(word: string): OpenBracket | undefined {
    if (')]}'.includes(word)) return this.#open.pop();
    if ('([{'.includes(word))
      this.#open.push({
        bracket: word,
        duration: word === '[' || this.inDuration,
        matching: MATCHING_WORDS.has(this.#previous),
      });
    return undefined;
  }
}

const OPENS_OPERAND: ReadonlySet<string> = new Set([...'([{,+-*/%^@:', '==', '!=', '<', '>', '<=', '>=', '</', '>/']);

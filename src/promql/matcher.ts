import { RE2JS, RE2JSException } from 're2js';
import type { LabelMatcher } from './syntax.ts';
import { isUtf8 } from './text/byte-text.ts';
import { goQuote } from './text/go-quote.ts';

export type CompiledMatcher =
  | { readonly kind: 'matcher'; readonly matcher: LabelMatcher }
  | { readonly kind: 'invalid'; readonly message: string };

/** Answers for label values seen before: selection asks for the same few values again and again. */
const MAX_REMEMBERED = 10_000;

/** A literal choice, by far the most common regular expression: `a|b|c`. Needs no engine. */
const LITERAL_CHOICE = /^[\w /:;,@%&=~#<>"'!-]*(\|[\w /:;,@%&=~#<>"'!-]*)*$/;

/** Compiles the regular expression, by RE2's rules; it has to match the whole value, and `.` matches a line end too. */
export function labelMatcher(label: string, operator: LabelMatcher['operator'], value: string): CompiledMatcher {
  if (operator === '=')
    return { kind: 'matcher', matcher: { label, operator, value, matches: (text) => text === value } };
  if (operator === '!=')
    return { kind: 'matcher', matcher: { label, operator, value, matches: (text) => text !== value } };
  const test = regexTest(value);
  if (typeof test === 'string') return { kind: 'invalid', message: test };
  const matches = operator === '=~' ? test : (text: string) => !test(text);
  return { kind: 'matcher', matcher: { label, operator, value, matches } };
}

/** The test, or what is wrong with the regular expression. */
function regexTest(pattern: string): string | ((text: string) => boolean) {
  if (pattern === '.*') return () => true;
  if (pattern === '.+') return (text) => text !== '';
  if (LITERAL_CHOICE.test(pattern)) {
    const choices = new Set(pattern.split('|'));
    return (text) => choices.has(text);
  }
  if (!isUtf8(pattern)) return `error parsing regexp: invalid UTF-8: ${goQuote(pattern)}`;
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
    return remembering((text) => compiled.matches(text));
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    // The flag is ours and not in the expression.
    return error.message.replace('`(?s)', '`');
  }
}

function remembering(test: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = test(text);
    if (known.size < MAX_REMEMBERED) known.set(text, answer);
    return answer;
  };
}

/** RE2 allows a thing to be repeated so often, repetitions within repetitions multiplied. */
const MAX_REPEAT = 1000;

/** About how many steps the regular expression comes to once compiled: never too low by much, often too high. */
export function regexCost(pattern: string): number {
  let most = 1;
  for (const [, least, upTo] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) most = Math.max(most, Number(upTo || least));
  // A repeated group may hold repetitions itself.
  if (pattern.includes('){')) most = MAX_REPEAT;
  return pattern.length * Math.min(most, MAX_REPEAT);
}

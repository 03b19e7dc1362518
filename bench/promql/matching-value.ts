import type { LabelMatcher } from '../../src/promql/syntax.ts';

/** One text that a regular expression of the plain kind in alerts matches: first alternatives, nothing repeated. */
function exampleOf(pattern: string): string {
  let text = pattern;
  for (;;) {
    const unwrapped = text.replaceAll(/\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)/g, '$1');
    if (unwrapped === text) break;
    text = unwrapped;
  }
  return text
    .split('|')[0]!
    .replaceAll(/\.\*|\.\?/g, '')
    .replaceAll('.+', '1')
    .replaceAll(/(?<!\\)\./g, '0')
    .replaceAll(/\\d\+?/g, '7')
    .replaceAll(/\\(.)/g, '$1');
}

/**
 * A value of one label that passes all matchers on it.
 * @throws Error where none is found, naming the matchers: the pattern is then of a kind `exampleOf` does not know
 */
export function matchingValue(matchers: readonly LabelMatcher[]): string {
  const candidates = matchers.flatMap(({ operator, value }) =>
    operator === '=' ? [value] : operator === '=~' ? [exampleOf(value)] : [],
  );
  const found = [...candidates, 'other', '0', ''].find((value) => matchers.every((matcher) => matcher.matches(value)));
  if (found !== undefined) return found;
  throw new Error(
    `no example for ${matchers.map(({ label, operator, value }) => label + operator + value).join(', ')}`,
  );
}

import type { CST } from 'yaml';

/**
 * Levels of lists and mappings: rule files in a ConfigMap in a list have ten. What makes nodes of tokens goes down level
 * by level, and at the end of the stack the process may end, not the parsing.
 */
export const MOST_LEVELS = 200;

/** Where the first token below that many levels stands; null where there is none. */
export function firstTooDeep(tokens: readonly CST.Token[]): number | null {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return level[0]!.offset;
    level = level.flatMap(inside);
  }
  return null;
}

function inside(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((each) => each != null));
}

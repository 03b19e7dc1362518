import { closest, distance } from 'fastest-levenshtein';

/** Levenshtein distance of two letters in the wrong order, the commonest slip. */
const TWO_SWAPPED = 2;

/** The known word nearest to a misspelt one, when it is near enough to have been meant (a third of its letters). */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = word.toLowerCase();
  const sameButForCase = known.find((candidate) => candidate.toLowerCase() === lower);
  if (sameButForCase !== undefined) return sameButForCase;
  const nearest = closest(word, known);
  const length = Math.max(word.length, nearest.length);
  const reach = Math.min(Math.floor(length / 2), Math.max(TWO_SWAPPED, Math.floor(length / 3)));
  return distance(word, nearest) <= reach ? nearest : undefined;
}

/** `did you mean "x"?`, or else the words that are known, as a hint. */
export function suggestionHint(word: string, known: readonly string[]): string | undefined {
  const nearest = suggest(word, known);
  if (nearest !== undefined) return `did you mean ${JSON.stringify(nearest)}?`;
  return known.length === 0 ? undefined : `known here: ${known.join(', ')}`;
}

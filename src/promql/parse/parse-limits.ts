/** Longest expression that is read, in UTF-16 units. The longest of the 1,155 public alerts has under 1,000. */
export const MAX_EXPRESSION_LENGTH = 1 << 16;

/** Most tokens that are read. Mending nonsense takes the grammar's parser far longer than reading sense. */
export const MAX_EXPRESSION_TOKENS = 20_000;

/**
 * Deepest nesting that is read, counted in levels of the grammar's tree (a call takes two). A chain of binary operators
 * nests as well. Keeps every walk over an expression far from the end of the stack, and the grammar's parser, which
 * gives up at around 900, from taking depth for a mistake.
 */
export const MAX_EXPRESSION_DEPTH = 500;

/** Of what is wrong with an expression, at most so many things are told. */
export const MAX_FAULTS = 20;

/**
 * What the regular expressions of one expression may cost together: for each its length times its largest repetition
 * (`a{1000}`), as RE2 writes repetitions out. Compiling stays under a second or so.
 */
export const MAX_REGEX_COST = 300_000;

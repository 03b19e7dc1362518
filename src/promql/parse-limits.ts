/** Longest expression that is read, in UTF-16 units. The longest of the 1,155 public alerts has under 1,000. */
export const MAX_EXPRESSION_LENGTH = 1 << 18;

/**
 * Deepest nesting that is read, counted in levels of the grammar's tree (a call takes two). A chain of binary operators
 * nests as well. Keeps every walk over an expression far from the end of the stack.
 */
export const MAX_EXPRESSION_DEPTH = 1000;

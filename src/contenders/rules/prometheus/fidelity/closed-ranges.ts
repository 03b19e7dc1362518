import type { Expression } from '../../../../promql/syntax.ts';

/** Far less than the millisecond that samples are told apart by. */
const NEXT_TO_NOTHING_MS = 1e-4;

/**
 * The expression with ranges that hold the sample at their left end too, as Prometheus had them before version 3:
 * samples lie at whole milliseconds, so that a hair more of range is enough.
 */
export const withClosedRanges = (expression: Expression): Expression => widened(expression) as Expression;

function widened(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(widened);
  if (typeof part !== 'object' || part === null) return part;
  const { kind } = part as { readonly kind?: unknown };
  if (kind === 'instant-selector') return part;
  const copy = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, widened(value)]));
  return kind === 'range-selector' ? { ...copy, rangeMs: Number(copy.rangeMs) + NEXT_TO_NOTHING_MS } : copy;
}

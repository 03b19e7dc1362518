/**
 * How many periods CloudWatch fetches for one decision: at least N, how many more it does not say. `usual` is
 * N + max(2, N / 3), which fits the published tables (5 for N = 3) and is what the LocalStack emulator uses.
 */
export type EvaluationRange = 'usual' | { readonly more: number };

export const EVALUATION_RANGE_SHAPE = /^(?:usual|N(?:\+\d{1,3})?)$/;

/** `usual`, `N`, `N+2`; the text has been checked against {@link EVALUATION_RANGE_SHAPE}. */
export function parseEvaluationRange(text: string): EvaluationRange {
  if (text === 'usual') return 'usual';
  return { more: text === 'N' ? 0 : Number(text.slice('N+'.length)) };
}

export function formatEvaluationRange(range: EvaluationRange): string {
  if (range === 'usual') return 'usual';
  return range.more === 0 ? 'N' : `N+${range.more}`;
}

/** Periods in the range of an alarm that judges `evaluationPeriods`. */
export function periodsFetched(range: EvaluationRange, evaluationPeriods: number): number {
  const more = range === 'usual' ? Math.max(2, Math.floor(evaluationPeriods / 3)) : range.more;
  return evaluationPeriods + more;
}

import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { ComparisonOperator, Expression } from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { boundedRatio, ratioOf } from '../../severity.ts';
import type { EngineOptions } from './engine-options.ts';
import { instantVector } from './instant-vector.ts';

/** A vector held against a number: what most alerts are, or are on their left side. */
export interface AlertComparison {
  readonly observed: Expression;
  readonly limit: Expression;
  /** `observed operator limit`, turned round where it was written the other way. */
  readonly operator: ComparisonOperator;
  /** The alert is this comparison and nothing else, so that being near it is being near the alert. */
  readonly isWhole: boolean;
}

const COMPARISONS: readonly string[] = ['==', '!=', '>', '<', '>=', '<='];
const TURNED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
};

/** Of an alert's expression; null where its value is not one side of a comparison with a number. */
export function alertComparison(expression: Expression, isWhole = true): AlertComparison | null {
  if (expression.kind === 'parenthesised') return alertComparison(expression.expression, isWhole);
  if (expression.kind !== 'binary' || expression.returnsBool) return null;
  const { operator, left, right } = expression;
  if (operator === 'and' || operator === 'unless') return alertComparison(left, false);
  if (!COMPARISONS.includes(operator)) return null;
  const comparison = operator as ComparisonOperator; // one of the list
  const types = `${typeOf(left)} ${typeOf(right)}`;
  if (types === 'vector scalar') return { observed: left, limit: right, operator: comparison, isWhole };
  if (types === 'scalar vector') return { observed: right, limit: left, operator: TURNED[comparison], isWhole };
  return null;
}

/** The limit at one time; null where it has none. */
export function limitAt(
  { limit }: AlertComparison,
  source: SampleSource,
  atMs: number,
  options: EngineOptions,
): number | null {
  if (limit.kind === 'number') return limit.value;
  const outcome = instantVector(limit, source, atMs, options);
  return outcome.kind === 'vector' ? (outcome.elements[0]?.value ?? null) : null;
}

/** How far the observed is on its way to the limit: from 1 on it is there. 0 where "how far" makes no sense (`==`, `!=`). */
export function severityOf(observed: number, limit: number, operator: ComparisonOperator): number {
  if (Number.isNaN(observed) || Number.isNaN(limit)) return 0;
  switch (operator) {
    case '>':
    case '>=':
      return limit < 0
        ? observed >= limit
          ? 1
          : boundedRatio(limit / observed)
        : ratioOf(Math.max(0, observed), limit);
    case '<':
    case '<=':
      return observed <= 0 ? (limit >= observed ? 1 : 0) : boundedRatio(limit / observed);
    default:
      return 0;
  }
}

/** The severity of the worst element at one time; 0 where there is none. */
export function closestSeverity(
  comparison: AlertComparison,
  source: SampleSource,
  atMs: number,
  options: EngineOptions,
): number {
  const limit = limitAt(comparison, source, atMs, options);
  const outcome = instantVector(comparison.observed, source, atMs, options);
  if (limit === null || outcome.kind !== 'vector') return 0;
  return outcome.elements.reduce((most, { value }) => Math.max(most, severityOf(value, limit, comparison.operator)), 0);
}

import { TemplateError, typeName, type Value } from './values.ts';

/** Go compares within a type only: `gt $value 0` fails on a float64, `gt $value 0.0` does not. */
export function compareValues(a: Value, b: Value): number {
  const isOrdered = (value: Value) => ['string', 'number', 'bigint'].includes(typeof value);
  if (!isOrdered(a) || !isOrdered(b)) throw new TemplateError('error calling comparison: invalid type for comparison');
  requireSameType(a, b);
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  return a! < b! ? -1 : a! > b! ? 1 : 0;
}

export function equalValues(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b;
  if (typeof a === 'object' || typeof b === 'object') {
    throw new TemplateError('error calling eq: non-comparable type');
  }
  requireSameType(a, b);
  return a === b;
}

function requireSameType(a: Value, b: Value): void {
  if (typeof a === typeof b) return;
  throw new TemplateError(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
}

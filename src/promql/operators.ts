import type { ArithmeticOperator, BinaryOperation, ComparisonOperator, SetOperator } from './syntax.ts';

/** Go's math.Pow, which differs from JavaScript's where a base of 1 or −1 meets NaN or ±Inf. */
function power(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && (exponent === Infinity || exponent === -Infinity)) return 1;
  return base ** exponent;
}

export const ARITHMETIC: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': power,
  atan2: Math.atan2,
};

export const COMPARISON: Readonly<Record<ComparisonOperator, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};

type Operator = BinaryOperation['operator'];

export const isSetOperator = (operator: Operator): operator is SetOperator =>
  operator === 'and' || operator === 'or' || operator === 'unless';

export const isComparison = (operator: Operator): operator is ComparisonOperator => Object.hasOwn(COMPARISON, operator);

/** The operator that says the same with the sides exchanged. */
export const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
};

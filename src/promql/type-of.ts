import { FUNCTION_SIGNATURES } from './function-signatures.ts';
import type { Expression, ValueType } from './syntax.ts';

/** The type of an expression that has been checked. */
export function typeOf(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'instant-selector':
    case 'aggregation':
      return 'vector';
    case 'range-selector':
    case 'subquery':
      return 'matrix';
    case 'call':
      return FUNCTION_SIGNATURES.get(expression.name)!.returnType;
    case 'binary':
      return typeOf(expression.left) === 'scalar' && typeOf(expression.right) === 'scalar' ? 'scalar' : 'vector';
    case 'unary':
    case 'parenthesised':
      return typeOf(expression.expression);
  }
}

/** As the documentation of Prometheus and its messages name the types. */
export const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

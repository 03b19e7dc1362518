import type { ElementFunction } from './function.ts';

const OF_ANGLES: readonly (readonly [name: string, evaluate: (value: number) => number])[] = [
  ['acos', Math.acos],
  ['acosh', Math.acosh],
  ['asin', Math.asin],
  ['asinh', Math.asinh],
  ['atan', Math.atan],
  ['atanh', Math.atanh],
  ['cos', Math.cos],
  ['cosh', Math.cosh],
  ['deg', (value) => (value * 180) / Math.PI],
  ['rad', (value) => (value * Math.PI) / 180],
  ['sin', Math.sin],
  ['sinh', Math.sinh],
  ['tan', Math.tan],
  ['tanh', Math.tanh],
];

export const TRIGONOMETRIC_FUNCTIONS: readonly ElementFunction[] = OF_ANGLES.map(([name, evaluate]) => ({
  kind: 'element',
  name,
  evaluate: (value) => evaluate(value),
}));

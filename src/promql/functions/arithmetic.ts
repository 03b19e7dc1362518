import type { ElementFunction } from './function.ts';
import { log2, log10 } from './logarithm.ts';

const ofValue = (name: string, evaluate: (value: number) => number): ElementFunction => ({
  kind: 'element',
  name,
  evaluate,
});

/** Halves are rounded up. Dividing by the inverse loses less than multiplying by the step would. */
const round: ElementFunction = {
  kind: 'element',
  name: 'round',
  evaluate(value, [toNearest = 1]) {
    const inverse = 1 / toNearest;
    return Math.floor(value * inverse + 0.5) / inverse;
  },
};

export const ARITHMETIC_FUNCTIONS: readonly ElementFunction[] = [
  ofValue('abs', Math.abs),
  ofValue('ceil', Math.ceil),
  ofValue('floor', Math.floor),
  round,
  ofValue('sgn', (value) => (value < 0 ? -1 : value > 0 ? 1 : value)),
  ofValue('sqrt', Math.sqrt),
  ofValue('exp', Math.exp),
  ofValue('ln', Math.log),
  ofValue('log2', log2),
  ofValue('log10', log10),
];

import type { Contender } from '../../src/contenders/contract.ts';
import { encodeState } from '../../src/contenders/state-codec.ts';
import { honestDetector, learn } from './honest-detector.ts';

/** Measures distances in shares of the level: unit-free, but not the same wherever zero is. */
export const dependsOnAbsoluteLevel = (): Contender => {
  const honest = honestDetector();
  return {
    ...honest,
    name: 'depends-on-absolute-level',
    fit: (task) => {
      const { locations } = learn(task);
      return honest.restore(encodeState({ locations, spreads: locations.map(Math.abs) }));
    },
  };
};

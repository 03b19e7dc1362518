import type { Contender } from '../../src/contenders/contract.ts';
import { encodeState } from '../../src/contenders/state-codec.ts';
import { honestDetector, learn } from './honest-detector.ts';

/** Guards its division with a constant of the data's own unit. */
export const dependsOnAbsoluteScale = (): Contender => {
  const honest = honestDetector();
  return {
    ...honest,
    name: 'depends-on-absolute-scale',
    fit: (task) => {
      const { locations, spreads } = learn(task);
      return honest.restore(encodeState({ locations, spreads: spreads.map((spread) => spread + 1) }));
    },
  };
};

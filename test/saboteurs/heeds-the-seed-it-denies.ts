import { seededRandom } from '../../src/chance.ts';
import type { Contender } from '../../src/contenders/contract.ts';
import { encodeState } from '../../src/contenders/state-codec.ts';
import { honestDetector, learn } from './honest-detector.ts';

/** Declares no randomness and jitters what it learned by its seed. */
export const heedsTheSeedItDenies = (): Contender => {
  const honest = honestDetector();
  return {
    ...honest,
    name: 'heeds-the-seed-it-denies',
    fit: (task) => {
      const random = seededRandom(task.seed);
      const { locations, spreads } = learn(task);
      return honest.restore(encodeState({ locations, spreads: spreads.map((spread) => spread * (1 + random())) }));
    },
  };
};

import { fittedRun } from '../fitted-run.ts';
import type { RungCard } from '../rung.ts';

/** Fitted again with the same seed: unseeded chance and dependence on what ran before show here. */
export const retrainSameSeed: RungCard = {
  rung: 'retrain-same-seed',
  held: 'process, seed, training data, recordings',
  varied: 'fitted again',
  retrains: true,
  notApplicable: () => null,
  runCount: ({ repeats }) => repeats - 1,
  async *more(footing) {
    for (let i = 1; i < footing.repeats; i++) yield await fittedRun(footing, footing.seeds[0]);
  },
};

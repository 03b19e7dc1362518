import { fittedRun } from '../fitted-run.ts';
import type { RungCard } from '../rung.ts';

/** Fitted with each seed of the plan: for a model usually the largest term; without randomness nothing may change. */
export const retrainOverSeeds: RungCard = {
  rung: 'retrain-over-seeds',
  held: 'process, training data, recordings',
  varied: 'fitted with each seed of the plan',
  retrains: true,
  notApplicable: ({ seeds }) => (seeds.length < 2 ? 'the plan has one seed; two are the least to compare' : null),
  runCount: ({ seeds }) => seeds.length - 1,
  async *more(footing) {
    for (const seed of footing.seeds.slice(1)) yield await fittedRun(footing, seed);
  },
};

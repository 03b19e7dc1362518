import { nameless } from '../evaluate/metric-name.ts';
import { vectorOf } from './arguments.ts';
import type { WholeFunction } from './function.ts';

/** The evaluation time of each step, in seconds. */
export const time: WholeFunction = {
  kind: 'whole',
  name: 'time',
  evaluate: (_, { steps }) => ({ kind: 'scalar', values: steps.timesMs.map((atMs) => atMs / 1000) }),
};

/**
 * The evaluation time for each element. Right over a selector it would be the time of each sample instead, which an
 * evaluated vector knows nothing of: the evaluator sees to that case itself.
 */
export const timestamp: WholeFunction = {
  kind: 'whole',
  name: 'timestamp',
  evaluate(args, { steps, delayedNameRemoval }) {
    const columns = vectorOf(args[0]).map(({ labels, present }) => ({
      values: steps.timesMs.map((atMs) => atMs / 1000),
      present,
      ...nameless(labels, delayedNameRemoval),
    }));
    return { kind: 'vector', columns };
  },
};

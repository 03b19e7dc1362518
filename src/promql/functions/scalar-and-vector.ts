import { NO_LABELS } from '../labels.ts';
import { scalarOf, vectorOf } from './arguments.ts';
import type { WholeFunction } from './function.ts';

/** The value of the only element; NaN where there is none or more than one. */
export const scalar: WholeFunction = {
  kind: 'whole',
  name: 'scalar',
  evaluate(args, { steps }) {
    const columns = vectorOf(args[0]);
    const values = Float64Array.from(steps.timesMs, (_, step) => {
      const there = columns.filter(({ present }) => present[step] === 1);
      return there.length === 1 ? there[0]!.values[step]! : Number.NaN;
    });
    return { kind: 'scalar', values };
  },
};

export const vector: WholeFunction = {
  kind: 'whole',
  name: 'vector',
  evaluate(args) {
    const values = scalarOf(args[0]);
    const present = new Uint8Array(values.length).fill(1);
    return { kind: 'vector', columns: [{ labels: NO_LABELS, values, present, nameDropped: false }] };
  },
};

export const pi: WholeFunction = {
  kind: 'whole',
  name: 'pi',
  evaluate: (_, { steps }) => ({ kind: 'scalar', values: new Float64Array(steps.timesMs.length).fill(Math.PI) }),
};

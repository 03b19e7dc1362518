import { between, type EventKind } from '../event-kind.ts';

/** A noisy neighbour: CPU and latency swing about their usual level. */
export const varianceChange: EventKind = {
  kind: 'variance-change',
  minutes: [120, 360],
  cause(conditions, { strength }) {
    conditions.jitterFactor *= between(1.9, 6, strength);
  },
};

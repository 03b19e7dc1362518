import type { Fault } from './fault.ts';

const FACTOR = { faint: 3.5, moderate: 5, severe: 7 } as const;

export const FLASH_CROWD: Fault = {
  kind: 'flash-crowd',
  what: 'far more users than the shop can serve',
  strengths: { faint: '3.5 times the usual', moderate: '5 times', severe: '7 times' },
  lengthS: [40, 65],
  hours: [10, 21],
  throwIt: async (lab, strength) => {
    lab.load({ factor: FACTOR[strength] });
    return async () => lab.load({ factor: 1 });
  },
};

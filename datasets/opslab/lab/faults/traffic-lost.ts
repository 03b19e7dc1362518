import type { Fault } from './fault.ts';

const LOST_SHARE = { faint: 0.15, moderate: 0.45, severe: 0.95 } as const;

export const TRAFFIC_LOST: Fault = {
  kind: 'traffic-lost',
  what: 'a part of the users never reaches the shop (as after a bad change of DNS)',
  strengths: { faint: '15 % lost', moderate: '45 % lost', severe: '95 % lost' },
  lengthS: [45, 85],
  throwIt: async (lab, strength) => {
    lab.load({ lostShare: LOST_SHARE[strength] });
    return async () => lab.load({ lostShare: 0 });
  },
};

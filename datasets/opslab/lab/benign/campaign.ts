import { setTimeout as sleep } from 'node:timers/promises';
import type { Benign } from '../faults/fault.ts';

export const CAMPAIGN: Benign = {
  kind: 'campaign',
  what: 'a campaign brings 1.35 to 1.6 times the usual users, within what the shop can serve',
  lengthS: [30, 60],
  hours: [8, 22],
  happen: async (lab, untilMs, random) => {
    lab.load({ factor: 1.35 + 0.25 * random() });
    await sleep(Math.max(0, untilMs - Date.now()));
    lab.load({ factor: 1 });
  },
};

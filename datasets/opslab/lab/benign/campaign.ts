import { setTimeout as sleep } from 'node:timers/promises';
import type { Benign } from '../faults/fault.ts';

export const CAMPAIGN: Benign = {
  kind: 'campaign',
  what: 'a campaign brings 1.25 to 1.45 times the usual users, within what the shop can serve',
  lengthS: [30, 60],
  hours: [8, 22],
  happen: async (lab, untilMs, random) => {
    lab.load({ factor: 1.25 + 0.2 * random() });
    await sleep(Math.max(0, untilMs - Date.now()));
    lab.load({ factor: 1 });
  },
};

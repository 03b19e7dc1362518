import type { Fault } from './fault.ts';

const DELAYS = {
  faint: { delayMs: 220, jitterMs: 80, share: 0.4 },
  moderate: { delayMs: 350, jitterMs: 250, share: 1 },
  severe: { delayMs: 1_300, jitterMs: 900, share: 1 },
} as const;

export const SLOW_DEPENDENCY: Fault = {
  kind: 'slow-dependency',
  what: 'what the shop sends to the payment provider is held back on the way',
  strengths: {
    faint: '220 to 300 ms, two calls of five',
    moderate: '350 to 600 ms, every call',
    severe: '1.3 to 2.2 s, every call',
  },
  lengthS: [45, 90],
  throwIt: async (lab, strength) => {
    await lab.delayPayment(DELAYS[strength]);
    return () => lab.delayPayment({ delayMs: 0, jitterMs: 0, share: 1 });
  },
};

import type { Trouble } from '../shop/settings.ts';
import type { Fault } from './fault.ts';

const TROUBLES: Readonly<Record<'faint' | 'moderate' | 'severe', Partial<Trouble>>> = {
  faint: { failShare: 0.08 },
  moderate: { slowShare: 0.6, slowMs: 350 },
  severe: { failShare: 0.7 },
};

export const BAD_INSTANCE: Fault = {
  kind: 'bad-instance',
  what: 'one of the three instances behind the balancer misbehaves',
  strengths: {
    faint: '8 % of its answers are errors',
    moderate: '60 % of its answers come 175 to 525 ms late',
    severe: '70 % of its answers are errors, and quick ones: the balancer likes it',
  },
  lengthS: [50, 90],
  throwIt: async (lab, strength, random) => {
    const instance = Math.floor(random() * 3);
    await lab.shops.trouble(instance, TROUBLES[strength]);
    return () => lab.shops.trouble(instance, {});
  },
};

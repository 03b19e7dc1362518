import { GOOD_RELEASE } from '../lab.ts';
import type { Defect } from '../shop/settings.ts';
import type { Fault } from './fault.ts';

const DEFECTS: Readonly<Record<'faint' | 'moderate' | 'severe', Defect>> = {
  faint: { route: 'checkout', failShare: 0.35 },
  moderate: { route: 'cart', failShare: 0.25 },
  severe: { route: 'catalogue', failShare: 0.4 },
};

export const BAD_RELEASE: Fault = {
  kind: 'bad-release',
  what: 'a release with a bug is rolled out, and later rolled back',
  strengths: {
    faint: '35 % of checkouts fail',
    moderate: '25 % of carts fail',
    severe: '40 % of the catalogue fails',
  },
  lengthS: [55, 90],
  throwIt: async (lab, strength) => {
    // Somebody watches the first instances before the last has the release: not waited for.
    const rolled = lab.shops.roll({ version: `1.1.0-${strength}`, defect: DEFECTS[strength] });
    return async () => {
      await rolled;
      await lab.shops.roll(GOOD_RELEASE);
    };
  },
};

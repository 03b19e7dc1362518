import type { Benign } from '../faults/fault.ts';

export const ROLLING_DEPLOY: Benign = {
  kind: 'rolling-deploy',
  what: 'a good release is rolled out, one instance after the other',
  lengthS: [15, 25],
  happen: (lab, _, random) => lab.shops.roll({ version: `1.0.${1 + Math.floor(random() * 900)}`, defect: null }),
};

import { setTimeout as sleep } from 'node:timers/promises';
import type { Benign } from '../faults/fault.ts';
import { EXPORTERS } from '../parts/exporters.ts';

export const EXPORTER_UPGRADE: Benign = {
  kind: 'exporter-upgrade',
  what: 'each exporter is restarted in turn and away for two seconds',
  lengthS: [15, 25],
  happen: async (lab) => {
    for (const exporter of EXPORTERS) {
      await lab.exporters.running(exporter).stop(500);
      await sleep(2_000);
      await lab.exporters.start(exporter);
      await sleep(2_000);
    }
  },
};

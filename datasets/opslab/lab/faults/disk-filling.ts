import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { VOLUME_BYTES } from '../parts/volume.ts';
import type { Fault } from './fault.ts';

const EVERY_MS = 500;
/** Share of the volume per second; the severe one fills it well before it is lifted. */
const SHARE_PER_SECOND = { faint: 0.0085, moderate: 0.011, severe: 0.02 } as const;

export const DISK_FILLING: Fault = {
  kind: 'disk-filling',
  what: 'a forgotten debug log grows on the small volume of the receipts; when it is full no checkout succeeds',
  strengths: { faint: '0.85 % of the volume per second', moderate: '1.1 % per second', severe: '2 % per second' },
  lengthS: [95, 120],
  throwIt: async (lab, strength) => {
    const file = join(lab.volume.folder, 'debug.log');
    const chunk = Buffer.alloc(Math.round((SHARE_PER_SECOND[strength] * VOLUME_BYTES * EVERY_MS) / 1000), '.');
    const timer = setInterval(() => {
      try {
        appendFileSync(file, chunk);
      } catch {
        // Full: that is the fault.
      }
    }, EVERY_MS);
    return async () => {
      clearInterval(timer);
      rmSync(file, { force: true });
    };
  },
};

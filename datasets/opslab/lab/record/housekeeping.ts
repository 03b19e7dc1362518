import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab.ts';
import { DAY_S } from '../load/curve.ts';
import { INSTANCES } from '../ports.ts';

/** Receipts are shipped elsewhere and cut twice a day, so the volume has a saw-tooth of its own. */
export function startHousekeeping(lab: Lab): () => void {
  const timer = setInterval(
    () => {
      for (const instance of INSTANCES) {
        try {
          truncateSync(join(lab.volume.folder, `receipts-${instance}.log`));
        } catch {
          // No receipt yet.
        }
      }
    },
    (DAY_S / 2) * 1000,
  );
  return () => clearInterval(timer);
}

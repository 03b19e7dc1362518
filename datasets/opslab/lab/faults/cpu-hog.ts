import { fileURLToPath } from 'node:url';
import type { Lab } from '../lab.ts';
import type { Running } from '../process/supervisor.ts';
import type { Fault } from './fault.ts';

const BURNER = fileURLToPath(new URL('./burner.ts', import.meta.url));

/** Busy processes on the core of the watched system. */
export function startBurners(lab: Lab, count: number, share: number, niceness: number): Running[] {
  return Array.from({ length: count }, (_, i) =>
    lab.supervisor.start({
      name: `burner-${i}`,
      command: process.execPath,
      args: ['--import', 'tsx', BURNER, JSON.stringify({ share, periodMs: 200 })],
      side: 'watched',
      niceness,
    }),
  );
}

const SETTINGS = {
  faint: { count: 2, share: 1, niceness: -9 },
  moderate: { count: 4, share: 1, niceness: -11 },
  severe: { count: 6, share: 1, niceness: -14 },
} as const;

export const CPU_HOG: Fault = {
  kind: 'cpu-hog',
  what: 'runaway processes on the core of the watched system, scheduled before it (which is at nice -6)',
  strengths: { faint: '2 at nice -9', moderate: '4 at nice -11', severe: '6 at nice -14' },
  lengthS: [50, 90],
  throwIt: async (lab, strength) => {
    const { count, share, niceness } = SETTINGS[strength];
    const burners = startBurners(lab, count, share, niceness);
    return async () => {
      await Promise.all(burners.map((burner) => burner.stop(0)));
    };
  },
};

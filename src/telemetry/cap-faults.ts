import type { Fault } from '../faults.ts';

/** More than a person reads; a file with the wrong separator would otherwise fill the screen a thousand times. */
export const MOST_FAULTS_SHOWN = 50;

/** The first faults, and one that says how many more there were. */
export function capFaults(faults: readonly Fault[], file: string, total: number = faults.length): Fault[] {
  const shown = faults.slice(0, MOST_FAULTS_SHOWN);
  const more = total - shown.length;
  if (more <= 0) return shown;
  return [...shown, { code: 'document/more-faults', message: `and ${more} more of such faults`, place: { file } }];
}

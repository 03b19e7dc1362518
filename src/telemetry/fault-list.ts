import type { Fault, Place } from '../faults.ts';
import { throwIfAny } from '../faults.ts';
import { capFaults, MOST_FAULTS_SHOWN } from './cap-faults.ts';

/** Collects what is wrong with one file, keeping what is shown and counting the rest, so memory stays bounded. */
export interface FaultList {
  add(code: string, message: string, place?: Partial<Place>, hint?: string): void;
  readonly count: number;
  /** @throws InputError with everything added so far, if anything was */
  throwIfAny(): void;
}

export function faultList(file: string): FaultList {
  const shown: Fault[] = [];
  let count = 0;
  return {
    add(code, message, place = {}, hint) {
      count++;
      if (count > MOST_FAULTS_SHOWN) return;
      shown.push({ code, message, place: { file, ...place }, ...(hint !== undefined && { hint }) });
    },
    get count() {
      return count;
    },
    throwIfAny() {
      throwIfAny(capFaults(shown, file, count));
    },
  };
}

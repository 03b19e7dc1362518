import { type Fault, InputError } from '../faults.ts';

/** Carries on after wrong input: its faults join the list, and the answer is null. Other errors pass through. */
export async function collectFaults<T>(faults: Fault[], act: () => T | Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    faults.push(...error.faults);
    return null;
  }
}

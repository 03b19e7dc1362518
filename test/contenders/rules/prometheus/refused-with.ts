import { type Fault, InputError } from '../../../../src/faults.ts';

/** The faults an act is refused with; fails when it is not refused. */
export function refusedWith(act: () => unknown): readonly Fault[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  throw new Error('expected to be refused');
}

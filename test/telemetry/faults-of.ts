import { type Fault, InputError } from '../../src/faults.ts';

/** The faults an act is refused with; fails when it is not refused. */
export async function faultsOf(act: () => unknown): Promise<readonly Fault[]> {
  try {
    await act();
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  throw new Error('expected to be refused');
}

/** `line:column code`, the part of a fault that tests compare. */
export const summary = ({ code, place }: Fault): string => `${place?.line ?? '-'}:${place?.column ?? '-'} ${code}`;

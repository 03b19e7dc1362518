import type { Fault } from '../../../../faults.ts';

/** The order in which a reader of the file meets them. */
export const byPlace = ({ place: one }: Fault, { place: other }: Fault): number =>
  (one?.line ?? 0) - (other?.line ?? 0) || (one?.column ?? 0) - (other?.column ?? 0);

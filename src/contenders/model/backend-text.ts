import type { BackendName } from './backend.ts';

/**
 * What a record says ran: decisions by plain loops, from weights that a backend trained (null: that plain loops did).
 */
export const compiledFrom = (trainedOn: BackendName | null): string =>
  trainedOn === null ? 'compiled' : `compiled (trained on ${trainedOn})`;

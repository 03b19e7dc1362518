import { z } from 'zod';
import { thresholdChoiceSchema } from '../record/schema.ts';

/** What came of one trial. Plain JSON, so that it can be kept and read back. */
export const trialOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tried'),
    /** For each fold the best threshold on what is not judged, and what it is worth there. */
    heldOut: thresholdChoiceSchema,
    /** The same on the judged recordings themselves: what one would believe who tunes on what he is judged by. */
    inSample: thresholdChoiceSchema,
  }),
  /** These settings do not work. It counts as a trial, and is never chosen. */
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
]);
export type TrialOutcome = z.infer<typeof trialOutcomeSchema>;
export type Tried = Extract<TrialOutcome, { kind: 'tried' }>;

import { z } from 'zod';
import { parseDurationMs } from '../duration.ts';

const SHAPE = /^(?:0|(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+)$/;
const EXAMPLE = 'a duration such as 30s, 20m, 8h or 1d12h';

/** A stretch of time in a setting, kept as it was written; 0 is allowed. */
export const duration = z.string({ error: `expected ${EXAMPLE}` }).regex(SHAPE, { error: `expected ${EXAMPLE}` });

/** A stretch of time that is longer than nothing. */
export const positiveDuration = duration.refine((text) => !SHAPE.test(text) || parseDurationMs(text) > 0, {
  error: `expected a duration longer than 0, ${EXAMPLE}`,
});

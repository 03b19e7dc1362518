import { z } from 'zod';

/** A share of rows. Above a tenth nobody would call it a promise, and a tail is fitted to no more than that. */
export const falseAlarmRateSetting = z.number().positive().max(0.1).default(0.001);

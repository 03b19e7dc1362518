import { z } from 'zod';
import { duration } from '../../duration-setting.ts';
import { everyRule } from '../common-fields.ts';

export const kOfNSchema = z
  .strictObject({
    kind: z.literal('k-of-n'),
    ...everyRule,
    k: z.number().int().min(1).describe('How many of the rules must have fired.'),
    of: z.array(z.string().min(1)).min(1).describe('Names of other rules of this file.'),
    within: duration.default('0s').describe('A rule still counts this long after it last fired; 0s: on the same row.'),
  })
  .superRefine(
    ({ k, of }: { readonly k?: unknown; readonly of?: unknown }, context) => {
      if (!Array.isArray(of)) return;
      const fault = (path: (string | number)[], code: string, message: string) =>
        context.addIssue({ code: 'custom', path, message, params: { code } });
      if (typeof k === 'number' && k > of.length) {
        fault(['k'], 'rules/k-too-large', `k is ${k}, but only ${of.length} rules are listed`);
      }
      of.forEach((name, i) => {
        if (of.indexOf(name) < i) fault(['of', i], 'rules/repeated-member', `${JSON.stringify(name)} is listed twice`);
      });
    },
    { when: () => true }, // beside faults of shape, so that all are shown at once
  );
/** Fires when at least k of the named rules have fired `within` the last while. */
export type KOfNRule = z.output<typeof kOfNSchema>;

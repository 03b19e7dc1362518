import { TemplateError } from './values.ts';

/** More text than this, made or written by one template, is one that got out of hand. */
export const LONGEST_TEXT = 1_000_000;

/** To be asked before the text is made. */
export function checkLength(length: number): void {
  if (length > LONGEST_TEXT) throw new TemplateError(`more than ${LONGEST_TEXT} characters`);
}

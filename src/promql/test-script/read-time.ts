import { parseDuration } from '../parse/parse-duration.ts';

/** A time (counted from 1970) or a duration of a test script, in milliseconds; null when it is none. */
export function readTime(text: string): number | null {
  const parsed = parseDuration(text);
  return parsed.kind === 'duration' ? parsed.ms : null;
}

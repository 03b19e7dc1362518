import type { NabProfile } from './profiles.ts';

/** Scores of a detector that detects nothing and of one that detects every window on its first row, and nothing else. */
export function nabBounds(windows: number, profile: NabProfile): { readonly null: number; readonly perfect: number } {
  return { null: 0 - profile.falseNegative * windows, perfect: profile.truePositive * windows };
}

/** Raw score on the scale where detecting nothing is 0 and the perfect detector 100. Null where there is no window. */
export function nabNormalised(raw: number, windows: number, profile: NabProfile): number | null {
  if (windows === 0) return null;
  const bounds = nabBounds(windows, profile);
  return (100 * (raw - bounds.null)) / (bounds.perfect - bounds.null);
}

const UNIT_MS: Readonly<Record<string, number>> = {
  y: 365 * 86_400_000,
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

const PATTERN = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNITS = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];

/** Prometheus holds durations as nanoseconds in 64 bits: about 292 years. */
export const MAX_DURATION_MS = 2 ** 63 / 1e6;

export type ParsedDuration =
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'invalid'; readonly message: string };

/**
 * A duration of Prometheus: units largest first, each at most once (`1h30m`, `90s`, `1y`). A day has 24 hours and a year
 * 365 days. `0` alone needs no unit. Messages in Prometheus' words.
 */
export function parseDuration(text: string): ParsedDuration {
  if (text === '') return { kind: 'invalid', message: 'empty duration string' };
  if (text === '0') return { kind: 'duration', ms: 0 };
  const match = PATTERN.exec(text);
  if (match === null) return { kind: 'invalid', message: `not a valid duration string: ${JSON.stringify(text)}` };
  let ms = 0;
  for (const [i, unit] of UNITS.entries()) {
    const digits = match[i + 1];
    if (digits !== undefined) ms += Number(digits) * UNIT_MS[unit]!;
  }
  return ms >= MAX_DURATION_MS ? { kind: 'invalid', message: 'duration out of range' } : { kind: 'duration', ms };
}

/** `1h30m`, `90ms`, `0s`. Weeks and years are written only where nothing else remains, as `2w` or `1y`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  for (const unit of ['y', 'w']) if (ms % UNIT_MS[unit]! === 0) return `${ms / UNIT_MS[unit]!}${unit}`;
  let rest = ms;
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const count = Math.floor(rest / UNIT_MS[unit]!);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * UNIT_MS[unit]!;
  }
  return text;
}

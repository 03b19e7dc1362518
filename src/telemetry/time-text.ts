/** Epoch numbers below this are seconds (up to the year 5138), from it on milliseconds (from March 1973). */
export const EPOCH_MS_FROM = 1e11;

const EPOCH = /^[+-]?\d+(?:\.\d*)?$/;
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?[ ]?(Z|UTC|([+-])(\d\d):?(\d\d)?)?)?$/i;

/**
 * A time as people write it → whole milliseconds since 1970 UTC; NaN when it is no time.
 *
 * `2014-02-14T14:30:00Z`, `2014-02-14T15:30+01:00`, `2014-02-14 14:30:00` and `2014-02-14`: without a zone it is UTC.
 * `1392388200` and `1392388200.25` are epoch seconds, `1392388200000` epoch milliseconds ({@link EPOCH_MS_FROM} tells
 * them apart). Whatever is finer than a millisecond is cut off.
 */
export function parseTimeMs(text: string): number {
  const trimmed = text.trim();
  if (EPOCH.test(trimmed)) {
    const number = Number(trimmed);
    // Rounded to the microsecond first: 1392388200.123 * 1000 is a hair below ...123.
    return Math.trunc(Math.abs(number) < EPOCH_MS_FROM ? Math.round(number * 1e6) / 1e3 : number);
  }
  const match = ISO.exec(trimmed);
  if (match === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const millisecond = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const at = new Date(0);
  at.setUTCFullYear(year!, month! - 1, day);
  if (at.getUTCMonth() !== month! - 1 || at.getUTCDate() !== day || hour! > 23 || minute! > 59 || second! > 59) {
    return Number.NaN;
  }
  const zoneHours = Number(match[10] ?? 0);
  const zoneMinutes = Number(match[11] ?? 0);
  if (zoneHours > 23 || zoneMinutes > 59) return Number.NaN;
  const ahead = (match[9] === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes);
  return at.getTime() + ((hour! * 60 + minute! - ahead) * 60 + second!) * 1000 + millisecond;
}

/** `2014-02-14T14:30:00Z`, with milliseconds only where there are any; epoch milliseconds outside the years 0 to 9999. */
export function formatTime(timestampMs: number): string {
  const text = new Date(timestampMs).toISOString();
  if (!/^\d/.test(text)) return String(timestampMs);
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

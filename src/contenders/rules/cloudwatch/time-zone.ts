const FIXED = /^(?:UTC)?([+-])(\d\d):(\d\d)$/;
const FIVE_MINUTES_MS = 300_000;

/**
 * How far a time zone is ahead of UTC at an instant, in ms: `UTC`, `+05:30`, `UTC+05:30`, `America/New_York`. null where
 * there is no such zone. Offsets are multiples of five minutes.
 */
export function timeZoneOffsetMs(zone: string, atMs: number): number | null {
  if (zone === 'UTC') return 0;
  const fixed = FIXED.exec(zone);
  if (fixed !== null) {
    const offsetMs = (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
    if (Number(fixed[3]) > 59 || offsetMs % FIVE_MINUTES_MS !== 0) return null;
    return fixed[1] === '-' ? -offsetMs : offsetMs;
  }
  const format = formatOf(zone);
  if (format === null) return null;
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  const localMs = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  return localMs - Math.floor(atMs / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Making one takes far longer than using it. */
function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone);
  if (format === undefined) {
    format = /^[A-Za-z]/.test(zone) ? makeFormat(zone) : null;
    formats.set(zone, format);
  }
  return format;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    const number = 'numeric';
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: number,
      month: number,
      day: number,
      hour: number,
      minute: number,
      second: number,
    });
  } catch {
    return null; // a RangeError: no such zone
  }
}

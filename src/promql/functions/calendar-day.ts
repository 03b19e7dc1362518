/** A moment in UTC, in a calendar without end. */
export interface CalendarDay {
  readonly year: number;
  /** Everything else: the year of this date is another one with the same days where `year` is beyond its range. */
  readonly date: Date;
}

/** Seconds from 1970 that a Date holds, with a year to spare on both sides. */
const DATE_RANGE_SECONDS = 8.6e12;

/** Days in 400 years, after which the Gregorian calendar repeats, weekdays included. */
const CYCLE_DAYS = 146_097n;
const DAY_SECONDS = 86_400n;

/** Go counts days from the first of January of this year, a year after a multiple of 400 as 2001 is. */
const FIRST_YEAR = -292_277_022_399;
/** Seconds from there to 1970. */
const FIRST_YEAR_TO_EPOCH = 9_223_371_966_579_724_800n + 62_135_596_800n;

/** NaN, infinities and what 64 bits cannot hold become this in Go (on amd64). */
const NO_INTEGER = -(2n ** 63n);

/** Of seconds since 1970; what is behind the point counts for nothing. Years as in Go, wrapping where Go's 64 bits do. */
export function calendarDay(seconds: number): CalendarDay {
  if (Math.abs(seconds) < DATE_RANGE_SECONDS) {
    const date = new Date(Math.trunc(seconds) * 1000);
    return { year: date.getUTCFullYear(), date };
  }
  const isInteger = Math.abs(seconds) < 2 ** 63;
  const whole = isInteger ? BigInt(Math.trunc(seconds)) : NO_INTEGER;
  const sinceFirstYear = BigInt.asUintN(64, whole + FIRST_YEAR_TO_EPOCH);
  const days = sinceFirstYear / DAY_SECONDS;
  const dayOfCycle = Number(days % CYCLE_DAYS);
  const date = new Date(Date.UTC(2001, 0, 1 + dayOfCycle) + Number(sinceFirstYear % DAY_SECONDS) * 1000);
  const year = Number(days / CYCLE_DAYS) * 400 + (date.getUTCFullYear() - 2001) + FIRST_YEAR;
  return { year, date };
}

/** A day of the lab lasts this long; a week has five weekdays and a weekend. */
export const DAY_S = 435;
export const DAYS_IN_WEEK = 7;
export const WEEK_S = DAY_S * DAYS_IN_WEEK;

const WEEKDAY_PEAK_PER_SECOND = 100;
const WEEKEND_PEAK_PER_SECOND = 68;

/** Share of the day's peak at each of 24 hours, between which it is straight: a shop that sleeps, lunches and shops at night. */
const WEEKDAY = [
  0.3, 0.24, 0.2, 0.19, 0.2, 0.25, 0.36, 0.5, 0.63, 0.72, 0.78, 0.84, 0.88, 0.84, 0.78, 0.76, 0.78, 0.83, 0.9, 0.97, 1,
  0.9, 0.66, 0.44,
];
const WEEKEND = [
  0.42, 0.34, 0.27, 0.23, 0.22, 0.23, 0.27, 0.34, 0.46, 0.62, 0.78, 0.9, 0.97, 1, 0.98, 0.95, 0.93, 0.9, 0.88, 0.87,
  0.86, 0.78, 0.64, 0.5,
];

/** Where in its week the lab is, after so many seconds of a recording that began at `startHour` of the first day. */
export function weekTime(elapsedS: number, startHour: number): { readonly day: number; readonly hour: number } {
  const days = elapsedS / DAY_S + startHour / 24;
  const day = Math.floor(days);
  // The load begins a little before the recording does.
  return { day: (day + DAYS_IN_WEEK) % DAYS_IN_WEEK, hour: (days - day) * 24 };
}

/** Requests per second that are due on an ordinary week. Days 5 and 6 are the weekend. */
export function ordinaryRate(elapsedS: number, startHour: number): number {
  const { day, hour } = weekTime(elapsedS, startHour);
  const isWeekend = day >= 5;
  const shares = isWeekend ? WEEKEND : WEEKDAY;
  const from = Math.floor(hour);
  const share = shares[from]! + (shares[(from + 1) % 24]! - shares[from]!) * (hour - from);
  return share * (isWeekend ? WEEKEND_PEAK_PER_SECOND : WEEKDAY_PEAK_PER_SECOND);
}

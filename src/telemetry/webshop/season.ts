const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Share of the busiest usual hour, by hour of the day (UTC): a lunch bump and an evening peak. */
const WEEKDAY = [
  0.24, 0.18, 0.15, 0.14, 0.15, 0.19, 0.29, 0.43, 0.56, 0.63, 0.66, 0.69, 0.76, 0.73, 0.67, 0.66, 0.68, 0.74, 0.83,
  0.93, 1.0, 0.92, 0.66, 0.4,
];
/** Later up, no lunch bump, a broad afternoon. */
const WEEKEND = [
  0.31, 0.25, 0.2, 0.17, 0.16, 0.17, 0.21, 0.29, 0.42, 0.58, 0.73, 0.83, 0.88, 0.91, 0.93, 0.94, 0.93, 0.92, 0.93, 0.96,
  0.97, 0.84, 0.62, 0.43,
];
/** Monday first. */
const DAY_OF_WEEK = [1.04, 1.0, 0.97, 0.98, 0.94, 0.9, 1.08];

/** How busy the shop usually is at this time, as a share of the busiest weekday hour. */
export function usualDemandShare(timestampMs: number): number {
  const hour = Math.floor(timestampMs / HOUR_MS);
  const within = timestampMs / HOUR_MS - hour;
  const blend = 0.5 - 0.5 * Math.cos(Math.PI * within);
  return hourShare(hour) * (1 - blend) + hourShare(hour + 1) * blend;
}

function hourShare(hour: number): number {
  const day = Math.floor(hour / 24);
  const weekday = (day + 3) % 7; // 1970-01-01 was a Thursday; 0 is Monday
  const table = weekday >= 5 ? WEEKEND : WEEKDAY;
  return table[hour - day * 24]! * DAY_OF_WEEK[weekday]!;
}

/** Hours since midnight UTC, with fractions. */
export function hourOfDay(timestampMs: number): number {
  return (timestampMs % DAY_MS) / HOUR_MS;
}

/** 0 for Monday to 6 for Sunday. */
export function dayOfWeek(timestampMs: number): number {
  return (Math.floor(timestampMs / DAY_MS) + 3) % 7;
}

import type { Runs } from '../series/runs.ts';

/**
 * Each event owns the zone of time nearer to it than to any other; the first and last zones reach the ends of the
 * series. A row r is the interval from r to r + 1, so borders lie on whole or half numbers.
 */
export interface Zones {
  readonly count: number;
  /** Begin and end of each event, in time. */
  readonly eventStart: Float64Array;
  readonly eventEnd: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

export function zonesOf(events: Runs, rowCount: number): Zones {
  const eventStart = Float64Array.from(events.starts);
  const eventEnd = Float64Array.from(events.ends, (last) => last + 1);
  const start = eventStart.map((at, zone) => (zone === 0 ? 0 : (eventEnd[zone - 1]! + at) / 2));
  const end = eventEnd.map((at, zone) => (zone === events.count - 1 ? rowCount : (at + eventStart[zone + 1]!) / 2));
  return { count: events.count, eventStart, eventEnd, start, end };
}

/** First zone each row has a part in; where a border cuts the row, the next zone has the other half. */
export function zoneOfRow(zones: Zones, rowCount: number): Int32Array {
  const zoneOf = new Int32Array(rowCount);
  for (let zone = 1; zone < zones.count; zone++) {
    zoneOf.fill(zone, Math.ceil(zones.start[zone]!), Math.ceil(zones.end[zone]!));
  }
  return zoneOf;
}

/**
 * By how much precision falls short, summed over the part of the zone from `from` to `to` (which lies outside the event),
 * times the length of the zone: the integral of event length + min(d, m) + d, with d the distance to the event and m
 * the distance from the event to the nearer border of the zone. Exact in doubles, since it is a multiple of 1/8.
 */
export function precisionShortfall(zones: Zones, zone: number, from: number, to: number): number {
  const eventStart = zones.eventStart[zone]!;
  const eventEnd = zones.eventEnd[zone]!;
  const margin = Math.min(eventStart - zones.start[zone]!, zones.end[zone]! - eventEnd);
  const near = from >= eventEnd ? from - eventEnd : eventStart - to;
  const far = near + (to - from);
  return (
    (eventEnd - eventStart) * (to - from) +
    (far * far - near * near) / 2 +
    cappedIntegral(far, margin) -
    cappedIntegral(near, margin)
  );
}

/** Integral of min(t, cap) from 0 to x. */
const cappedIntegral = (x: number, cap: number): number => (x <= cap ? (x * x) / 2 : (cap * cap) / 2 + cap * (x - cap));

/**
 * By how much recall falls short over the points of the event between two neighbouring predictions of its zone, times
 * the length of the zone: the integral of min(d, m) + d, with d the distance to the nearer prediction and m the distance
 * from the point to the nearer border of the zone. A multiple of 1/16, so exact in doubles.
 * @param left where the prediction before ends; null where there is none in the zone
 * @param right where the prediction after begins; null where there is none in the zone
 */
export function recallShortfall(zones: Zones, zone: number, left: number | null, right: number | null): number {
  const from = left === null ? zones.eventStart[zone]! : Math.max(left, zones.eventStart[zone]!);
  const to = right === null ? zones.eventEnd[zone]! : Math.min(right, zones.eventEnd[zone]!);
  const middle = left === null ? from : right === null ? to : (left + right) / 2;
  const leftEnd = Math.min(middle, to);
  const rightStart = Math.max(middle, from);
  let shortfall = 0;
  if (left !== null && from < leftEnd) shortfall += awayFrom(left, from, leftEnd, zones.end[zone]!);
  if (right !== null && rightStart < to) shortfall += awayFrom(-right, -to, -rightStart, -zones.start[zone]!);
  return shortfall;
}

/** Integral over t from `from` to `to` of (t - pivot) + min(t - pivot, border - t): the border before the pivot is never nearer. */
function awayFrom(pivot: number, from: number, to: number, border: number): number {
  const turn = (pivot + border) / 2; // from here on the border is nearer than the pivot
  const rising = Math.min(to, turn);
  const flat = Math.max(from, turn);
  let integral = 0;
  if (from < rising) integral += (rising - pivot) ** 2 - (from - pivot) ** 2;
  if (flat < to) integral += (border - pivot) * (to - flat);
  return integral;
}

import type { Alert } from '../replay/alert-policy.ts';
import type { Judged } from './metric.ts';
import { wholeOf } from './stretch.ts';

type Event = Judged['incidents'][number];

/**
 * A page belongs to the event it goes out in: between the event's start and its end, both ends inside.
 *
 * Being up is not enough. An alarm that never clears is up during every incident and tells nobody anything, and noise
 * whose spans the cool-down joins into one page would be right about everything with a single alert.
 */
export const goesOutIn = ({ startMs }: Alert, event: Event): boolean =>
  startMs >= event.startMs && startMs <= event.endMs;

/** Alerts of the stretch that go out in an incident, wherever in the recording that incident began. */
export function trueAlerts(judged: Judged): Alert[] {
  const { incidents } = wholeOf(judged);
  return judged.alerts.filter((alert) => incidents.some((incident) => goesOutIn(alert, incident)));
}

/** Of these events of the stretch, the ones an alert goes out in. */
export function pagedEvents(judged: Judged, events: readonly Event[]): Event[] {
  const { alerts } = wholeOf(judged);
  return events.filter((event) => alerts.some((alert) => goesOutIn(alert, event)));
}

/** When the first page of the incident goes out; null when none does. */
export function firstPageMs(judged: Judged, incident: Event): number | null {
  const first = wholeOf(judged).alerts.find((alert) => goesOutIn(alert, incident)); // alerts stand in time order
  return first?.startMs ?? null;
}

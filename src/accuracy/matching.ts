import type { Alert } from '../replay/alert-policy.ts';
import type { Judged } from './metric.ts';
import { wholeOf } from './stretch.ts';
import { NO_TOLERANCE, type Tolerance } from './tolerance.ts';

type Event = Judged['incidents'][number];

/**
 * A page belongs to the event it goes out in: between the event's start and its end, both ends inside, each moved out
 * by the tolerance.
 *
 * Being up is not enough. An alarm that never clears is up during every incident and tells nobody anything, and noise
 * whose spans the cool-down joins into one page would be right about everything with a single alert.
 */
export const goesOutIn = ({ startMs }: Alert, event: Event, tolerance: Tolerance = NO_TOLERANCE): boolean =>
  startMs >= event.startMs - tolerance.beforeMs && startMs <= event.endMs + tolerance.afterMs;

export const toleranceOf = ({ tolerance }: Judged): Tolerance => tolerance ?? NO_TOLERANCE;

/** Alerts of the stretch that go out in an incident, wherever in the recording that incident began. */
export function trueAlerts(judged: Judged): Alert[] {
  const { incidents } = wholeOf(judged);
  const tolerance = toleranceOf(judged);
  return judged.alerts.filter((alert) => incidents.some((incident) => goesOutIn(alert, incident, tolerance)));
}

/** Of these events of the stretch, the ones an alert goes out in. */
export function pagedEvents(judged: Judged, events: readonly Event[], tolerance = NO_TOLERANCE): Event[] {
  const { alerts } = wholeOf(judged);
  return events.filter((event) => alerts.some((alert) => goesOutIn(alert, event, tolerance)));
}

/** Incidents of the stretch in which an alert goes out. */
export const pagedIncidents = (judged: Judged): Event[] => pagedEvents(judged, judged.incidents, toleranceOf(judged));

/** Pages of one incident of the stretch, in time order. */
export function pagesOf(judged: Judged, incident: Event): Alert[] {
  const tolerance = toleranceOf(judged);
  return wholeOf(judged).alerts.filter((alert) => goesOutIn(alert, incident, tolerance));
}

/** When the first page of the incident goes out; null when none does. */
export function firstPageMs(judged: Judged, incident: Event): number | null {
  return pagesOf(judged, incident)[0]?.startMs ?? null; // alerts stand in time order
}

import type { Alert, AlertSpan } from '../replay/alert-policy.ts';
import type { Judged } from './metric.ts';
import { overlaps, wholeOf } from './stretch.ts';

type Event = Judged['incidents'][number];

/** An alert touches an event when any of its spans shares a moment with it; the pause between two spans does not. */
export const touches = (alert: Alert, event: Event): boolean =>
  alert.startMs <= event.endMs && alert.endMs >= event.startMs && alert.spans.some((span) => overlaps(span, event));

/** Alerts of the stretch that touch an incident, wherever in the recording that incident lies. */
export function trueAlerts(judged: Judged): Alert[] {
  const { incidents } = wholeOf(judged);
  return judged.alerts.filter((alert) => incidents.some((incident) => touches(alert, incident)));
}

/** Of these events of the stretch, the ones touched by an alert, wherever in the recording that alert began. */
export function touchedEvents(judged: Judged, events: readonly Event[]): Event[] {
  const { alerts } = wholeOf(judged);
  return events.filter((event) => alerts.some((alert) => touches(alert, event)));
}

/** The first moment at or after the incident's start at which an alert was up; null when none was up during it. */
export function firstSeenMs(judged: Judged, incident: Event): number | null {
  let firstMs: number | null = null;
  for (const alert of wholeOf(judged).alerts) {
    if (!touches(alert, incident)) continue;
    for (const span of alert.spans as readonly AlertSpan[]) {
      if (!overlaps(span, incident)) continue;
      const seenMs = Math.max(span.startMs, incident.startMs);
      if (firstMs === null || seenMs < firstMs) firstMs = seenMs;
    }
  }
  return firstMs;
}

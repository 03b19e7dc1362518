import type { Labels } from '../../../../promql/labels.ts';

/** One alert as identified by its labels, and how far it has come. Times in ms since 1970. */
export interface AlertInstance {
  readonly labels: Labels;
  readonly phase: 'pending' | 'firing' | 'inactive';
  /** First evaluation of this activation that returned it. */
  readonly activeAtMs: number;
  readonly firedAtMs: number | null;
  readonly resolvedAtMs: number | null;
  /** First evaluation that no longer returned it, while `keep_firing_for` keeps it firing. */
  readonly keepSinceMs: number | null;
  /** At the last evaluation that returned it. */
  readonly value: number;
  readonly annotations: Annotations;
}

/** By name. Unlike a label, an annotation may be empty. */
export type Annotations = readonly (readonly [name: string, text: string])[];

/** One element of what the expression returned, as an alert: labels after templates. The value decides nothing. */
export interface AlertElement {
  readonly labels: Labels;
  readonly value: number;
  readonly annotations: Annotations;
}

export interface AlertTiming {
  readonly holdMs: number;
  readonly keepFiringMs: number;
  /** Most pending and firing alerts; 0: any number. */
  readonly limit: number;
}

export type AlertEvent =
  | { readonly kind: 'pending'; readonly alert: AlertInstance }
  | { readonly kind: 'fired'; readonly alert: AlertInstance }
  /** Was pending and the expression did not return it: forgotten. */
  | { readonly kind: 'dropped'; readonly alert: AlertInstance }
  | { readonly kind: 'resolved'; readonly alert: AlertInstance }
  /** Was firing when the rule's limit was exceeded: forgotten without a word. */
  | { readonly kind: 'cleared'; readonly alert: AlertInstance };

export interface AlertStep {
  readonly events: readonly AlertEvent[];
  /** The evaluation failed: two elements became the same alert, or there were too many. In Prometheus' words. */
  readonly error: string | null;
}

export interface AlertMachine {
  /** One evaluation at `atMs`. Evaluations that failed before they had a result are not to be passed: nothing changes. */
  step(atMs: number, elements: readonly AlertElement[]): AlertStep;
  /** Resolved ones too, for a while. In order of first sight. */
  readonly instances: readonly AlertInstance[];
}

/** How long Prometheus goes on telling of a resolved alert. */
const RESOLVED_RETENTION_MS = 15 * 60_000;

const NO_STEP: AlertStep = { events: [], error: null };

/**
 * The state machine of one alerting rule. An element that is returned is the condition, whatever its value.
 * Source: Prometheus 3.15, rules/alerting.go; the transition table is in the docs of rule semantics.
 */
export function alertMachine(timing: AlertTiming, from: readonly AlertInstance[] = []): AlertMachine {
  const alerts = new Map(from.map((alert) => [alert.labels.key, alert]));

  return {
    step(atMs, elements) {
      if (elements.length === 0 && alerts.size === 0) return NO_STEP;
      const returned = new Map(elements.map((element) => [element.labels.key, element]));
      if (returned.size < elements.length) {
        return { events: [], error: 'vector contains metrics with the same labelset after applying alert labels' };
      }
      const events: AlertEvent[] = [];
      let active = 0;
      for (const [key, element] of returned) {
        const known = alerts.get(key);
        if (known === undefined || known.phase === 'inactive') {
          // Anew, also in the order of first sight.
          alerts.delete(key);
          alerts.set(key, newAlert(element, atMs));
        }
      }
      for (const [key, alert] of alerts) {
        const next = stepped(alert, returned.get(key), atMs, timing);
        if (next === null) alerts.delete(key);
        else alerts.set(key, next);
        if (next !== null && next.phase !== 'inactive') active++;
        const event = eventOf(alert, next, atMs);
        if (event !== null) events.push(event);
      }
      if (timing.limit <= 0 || active <= timing.limit) return { events, error: null };
      const cleared = [...alerts.values()].filter(({ phase }) => phase === 'firing');
      alerts.clear();
      return {
        events: cleared.map((alert) => ({ kind: 'cleared', alert })),
        error: `exceeded limit of ${timing.limit} with ${active} alerts`,
      };
    },
    get instances() {
      return [...alerts.values()];
    },
  };
}

function newAlert({ labels, value, annotations }: AlertElement, atMs: number): AlertInstance {
  return {
    labels,
    phase: 'pending',
    activeAtMs: atMs,
    firedAtMs: null,
    resolvedAtMs: null,
    keepSinceMs: null,
    value,
    annotations,
  };
}

/** The alert after one evaluation; null: forgotten. */
function stepped(
  alert: AlertInstance,
  element: AlertElement | undefined,
  atMs: number,
  { holdMs, keepFiringMs }: AlertTiming,
): AlertInstance | null {
  if (element !== undefined) {
    const seen = { ...alert, value: element.value, annotations: element.annotations, keepSinceMs: null };
    const isDue = alert.phase === 'pending' && atMs - alert.activeAtMs >= holdMs;
    return isDue ? { ...seen, phase: 'firing', firedAtMs: atMs } : seen;
  }
  switch (alert.phase) {
    case 'pending':
      return null;
    case 'inactive':
      return atMs - alert.resolvedAtMs! > RESOLVED_RETENTION_MS ? null : alert; // an inactive alert was resolved
    case 'firing': {
      const keepSinceMs = keepFiringMs > 0 ? (alert.keepSinceMs ?? atMs) : null;
      const isKept = keepSinceMs !== null && atMs - keepSinceMs < keepFiringMs;
      if (isKept) return { ...alert, keepSinceMs };
      return { ...alert, keepSinceMs, phase: 'inactive', resolvedAtMs: atMs };
    }
  }
}

function eventOf(before: AlertInstance, after: AlertInstance | null, atMs: number): AlertEvent | null {
  if (after === null) return before.phase === 'pending' ? { kind: 'dropped', alert: before } : null;
  if (after.firedAtMs === atMs && before.phase === 'pending') return { kind: 'fired', alert: after };
  if (after.phase === 'pending' && after.activeAtMs === atMs) return { kind: 'pending', alert: after };
  return after.phase === 'inactive' && before.phase === 'firing' ? { kind: 'resolved', alert: after } : null;
}

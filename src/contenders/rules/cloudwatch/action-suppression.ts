import type { Suppressor } from './alarm.ts';
import type { AlarmState } from './missing-data.ts';

/** What holds back the actions of a composite alarm that is in ALARM, and since when. */
export type ActionsHeld =
  | { readonly kind: 'nothing' }
  /** It has just gone into ALARM and gives the suppressor time to follow. */
  | { readonly kind: 'wait'; readonly sinceMs: number }
  | { readonly kind: 'alarm' }
  /** The suppressor has left ALARM; the composite alarm is given time to follow. */
  | { readonly kind: 'extension'; readonly sinceMs: number };

export interface SuppressionStep {
  readonly suppressor: Suppressor | null;
  readonly suppressing: boolean;
  readonly was: AlarmState;
  readonly state: AlarmState;
  readonly atMs: number;
}

/**
 * The state of the alarm itself is never suppressed. Actions that have been taken are not taken back: a suppressor that
 * alarms after the wait changes nothing.
 * Source: CloudWatch User Guide, "Suppressing composite alarm actions".
 */
export function actionsHeld(
  held: ActionsHeld,
  { suppressor, suppressing, was, state, atMs }: SuppressionStep,
): ActionsHeld {
  if (suppressor === null || state !== 'ALARM') return { kind: 'nothing' };
  if (was !== 'ALARM') {
    if (suppressing) return { kind: 'alarm' };
    return suppressor.waitMs > 0 ? { kind: 'wait', sinceMs: atMs } : { kind: 'nothing' };
  }
  switch (held.kind) {
    case 'nothing':
      return held;
    case 'alarm':
      if (suppressing) return held;
      return suppressor.extensionMs > 0 ? { kind: 'extension', sinceMs: atMs } : { kind: 'nothing' };
    case 'wait':
    case 'extension': {
      if (suppressing) return { kind: 'alarm' };
      const mostMs = held.kind === 'wait' ? suppressor.waitMs : suppressor.extensionMs;
      return atMs - held.sinceMs >= mostMs ? { kind: 'nothing' } : held;
    }
  }
}

import type { Cause } from '../../contract.ts';
import type { State } from '../../state-codec.ts';
import { JUST_UNDER_FIRING } from '../severity.ts';
import { type ActionsHeld, actionsHeld } from './action-suppression.ts';
import type { CompositeAlarm } from './alarm.ts';
import { type Known, severityOf, truthOf } from './alarm-rule/evaluate.ts';
import { referencesOf } from './alarm-rule/parse.ts';
import type { AlarmState } from './missing-data.ts';

/** A composite alarm at work. It is evaluated after every alarm it depends on. */
export interface CompositeWatch {
  readonly name: string;
  readonly state: AlarmState;
  readonly severity: number;
  readonly canTell: boolean;
  /** `nothing`, or what keeps the actions of an alarm in ALARM from being taken. */
  readonly held: ActionsHeld['kind'];
  evaluate(atMs: number): void;
  cause(): Cause;
  saved(): State;
}

interface Saved {
  readonly state: AlarmState;
  readonly severity: number;
  readonly canTell: boolean;
  readonly held: ActionsHeld;
}

/**
 * @param of state of an alarm the rule or the suppressor names; null where nothing is known of it. Where the rule hangs
 * on such a one, or no alarm it names can tell anything, the composite alarm cannot tell either.
 */
export function compositeWatch(alarm: CompositeAlarm, of: (reference: string) => Known, from?: State): CompositeWatch {
  const saved = from as unknown as Saved | undefined;
  const children = referencesOf(alarm.rule).map(({ alarm: reference }) => reference);
  const tells = (reference: string) => of(reference)?.canTell === true;
  let state: AlarmState = saved?.state ?? 'INSUFFICIENT_DATA';
  let severity = saved?.severity ?? 0;
  let canTell = saved?.canTell ?? false;
  let held: ActionsHeld = saved?.held ?? { kind: 'nothing' };

  return {
    name: alarm.name,
    get state() {
      return state;
    },
    get severity() {
      return severity;
    },
    get canTell() {
      return canTell;
    },
    get held() {
      return held.kind;
    },
    evaluate(atMs) {
      const truth = truthOf(alarm.rule, of);
      canTell = truth === true || (truth === false && (children.length === 0 || children.some(tells)));
      if (truth === null) return;
      const was = state;
      state = truth ? 'ALARM' : 'OK';
      const near = severityOf(alarm.rule, of);
      severity = truth ? Math.max(1, near) : Math.min(JUST_UNDER_FIRING, near);
      const suppressing = alarm.suppressor !== null && of(alarm.suppressor.alarm)?.state === 'ALARM';
      held = actionsHeld(held, { suppressor: alarm.suppressor, suppressing, was, state, atMs });
    },
    cause: () => ({
      source: alarm.name,
      channel: null,
      observed: null,
      limit: null,
      share: null,
      text: `${alarm.ruleText} is ${state === 'ALARM' ? 'true' : 'not true'}${heldText(held)} [${alarm.where}]`,
    }),
    saved: () => ({ state, severity, canTell, held }) as unknown as State,
  };
}

function heldText({ kind }: ActionsHeld): string {
  switch (kind) {
    case 'nothing':
      return '';
    case 'wait':
      return ', its actions wait for the suppressor';
    case 'alarm':
      return ', its actions are suppressed';
    case 'extension':
      return ', its actions are still suppressed';
  }
}

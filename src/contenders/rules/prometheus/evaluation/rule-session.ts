import type { Labels } from '../../../../promql/labels.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { State } from '../../../state-codec.ts';
import type { AlertRule, RecordingRule, RuleGroup } from '../rule-file.ts';
import { alertLabeller } from './alert-labels.ts';
import { type AlertEvent, type AlertInstance, alertMachine } from './alert-state.ts';
import type { EngineOptions } from './engine-options.ts';
import type { VectorElement, VectorOutcome } from './instant-vector.ts';
import { alertSamples, recordedLabels, recordedSamples } from './rule-output.ts';
import { alertsFromState, alertsToState } from './saved-alerts.ts';

/** What one evaluation of a rule comes to once its expression has been evaluated. */
export interface RuleStep {
  readonly outcome: 'ok' | 'failed' | 'refused';
  readonly message: string | null;
  readonly events: readonly AlertEvent[];
  /** To be written; null: nothing, not even staleness markers. */
  readonly written: readonly VectorElement[] | null;
}

/** One rule as it runs: what it remembers from evaluation to evaluation. */
export interface RuleSession {
  /** @param atMs time of the evaluation, which is later than `found` by the query offset */
  step(found: VectorOutcome, atMs: number, source: SampleSource): RuleStep;
  /** Of an alerting rule. */
  readonly alerts: readonly AlertInstance[];
  state(): State;
}

const NO_EVENTS: readonly AlertEvent[] = [];

const notEvaluated = ({ kind, message }: Exclude<VectorOutcome, { kind: 'vector' }>): RuleStep => ({
  outcome: kind,
  message,
  events: NO_EVENTS,
  written: null,
});

/** @param writesAlerts whether `ALERTS` and `ALERTS_FOR_STATE` are written */
export function alertSession(
  rule: AlertRule,
  group: RuleGroup,
  options: EngineOptions,
  writesAlerts: boolean,
  from: State | undefined,
): RuleSession {
  const { holdMs, keepFiringMs } = rule;
  const machine = alertMachine({ holdMs, keepFiringMs, limit: group.limit }, alertsFromState(from));
  const labeller = alertLabeller(rule, options);
  return {
    step(found, atMs, source) {
      if (found.kind !== 'vector') return notEvaluated(found);
      const elements = labeller.elementsOf(found.elements, { source, atMs });
      const { events, error } = machine.step(atMs, elements);
      if (error !== null) return { outcome: 'failed', message: error, events, written: null };
      return {
        outcome: 'ok',
        message: null,
        events,
        written: writesAlerts ? alertSamples(rule, machine.instances) : [],
      };
    },
    get alerts() {
      return machine.instances;
    },
    state: () => alertsToState(machine.instances),
  };
}

export function recordingSession(rule: RecordingRule, group: RuleGroup): RuleSession {
  const relabel: (element: Labels) => Labels = recordedLabels(rule);
  return {
    step(found) {
      if (found.kind !== 'vector') return notEvaluated(found);
      const recorded = recordedSamples(found.elements, relabel, group.limit);
      if (recorded.kind === 'failed') return notEvaluated(recorded);
      return { outcome: 'ok', message: null, events: NO_EVENTS, written: recorded.elements };
    },
    alerts: [],
    state: () => null,
  };
}

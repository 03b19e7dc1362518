import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { State } from '../../../state-codec.ts';
import { JUST_UNDER_FIRING } from '../../severity.ts';
import {
  type AlertComparison,
  alertComparison,
  closestSeverity,
  limitAt,
  severityOf,
} from '../evaluation/alert-margin.ts';
import type { AlertInstance } from '../evaluation/alert-state.ts';
import { type EngineOptions, queryOffsetOf } from '../evaluation/engine-options.ts';
import type { RuleEvaluation } from '../evaluation/evaluation-log.ts';
import type { Foretold } from '../evaluation/foretold.ts';
import type { ProgramRule } from '../evaluation/rule-program.ts';
import type { AlertStory } from './alert-causes.ts';
import { traceParts } from './explain-alert.ts';

/** What is noted of one alerting rule beside its state: the story of each alert, and how its last evaluation went. */
export interface AlertWatch {
  readonly rule: ProgramRule;
  /** To be told of each of its evaluations. */
  note(evaluation: RuleEvaluation, source: SampleSource): void;
  /** Of the last evaluation; null: there was none. */
  readonly last: LastEvaluation | null;
  storyOf(alert: AlertInstance): AlertStory | undefined;
  /** How near the rule is: at least 1 exactly where one of the alerts fires. */
  severity(alerts: readonly AlertInstance[], source: SampleSource): number;
  state(): State;
}

export interface LastEvaluation {
  readonly atMs: number;
  readonly outcome: RuleEvaluation['outcome'];
  readonly message: string | null;
  readonly sawData: boolean;
}

interface SavedWatch {
  readonly last: LastEvaluation | null;
  readonly stories: readonly (readonly [string, AlertStory])[];
}

export function alertWatch(rule: ProgramRule, options: EngineOptions, from?: State, foretold?: Foretold): AlertWatch {
  const saved = from as unknown as SavedWatch | undefined;
  const { parsed, source: text } = rule.rule.query;
  const expression = parsed.kind === 'evaluable' ? parsed.expression : null;
  const comparison: AlertComparison | null = expression === null ? null : alertComparison(expression);
  const holdMs = rule.rule.kind === 'alert' ? rule.rule.holdMs : 0;
  const shiftMs = queryOffsetOf(rule.group, options);
  const stories = new Map(saved?.stories ?? []);
  let last: LastEvaluation | null = saved?.last ?? null;

  function tell(alert: AlertInstance, source: SampleSource, atMs: number): void {
    if (expression === null) return;
    const parts = traceParts(expression, text.text, alert.labels, source, atMs - shiftMs, options);
    const limit = comparison === null ? null : limitAt(comparison, source, atMs - shiftMs, options);
    const known = stories.get(alert.labels.key);
    const isNew = alert.activeAtMs === atMs || known === undefined;
    stories.set(alert.labels.key, {
      limit,
      atActivation: isNew ? parts : known.atActivation,
      atFiring: alert.firedAtMs === atMs ? parts : null,
    });
  }

  return {
    rule,
    note({ atMs, outcome, message, sawData, events }, source) {
      last = { atMs, outcome, message, sawData };
      for (const { kind, alert } of events) {
        if (kind === 'pending' || kind === 'fired') tell(alert, source, atMs);
        else stories.delete(alert.labels.key);
      }
    },
    get last() {
      return last;
    },
    storyOf: (alert) => stories.get(alert.labels.key),
    severity(alerts, source) {
      if (last === null) return 0;
      let most = 0;
      let isFiring = false;
      for (const { phase, activeAtMs, value, labels } of alerts) {
        if (phase === 'inactive') continue;
        if (phase === 'pending') {
          most = Math.max(most, Math.min(JUST_UNDER_FIRING, 0.5 + (0.5 * (last.atMs - activeAtMs)) / holdMs));
          continue;
        }
        isFiring = true;
        const limit = stories.get(labels.key)?.limit ?? null;
        most = Math.max(
          most,
          1,
          limit === null || comparison === null ? 1 : severityOf(value, limit, comparison.operator),
        );
      }
      if (isFiring || most > 0 || comparison === null || !comparison.isWhole) return most;
      const queryMs = last.atMs - shiftMs;
      const near = foretold?.nearness(rule, queryMs) ?? closestSeverity(comparison, source, queryMs, options);
      return Math.min(JUST_UNDER_FIRING, near) * (holdMs > 0 ? 0.5 : 1);
    },
    state: () => ({ last, stories: [...stories] }) as unknown as State,
  };
}

import type { PrometheusRule, RuleFiles, RuleGroup } from '../rule-file.ts';
import { DEFAULT_ENGINE, type EngineOptions, intervalOf, queryOffsetOf } from './engine-options.ts';
import { mayRead, type QueryFacts, queryFacts } from './query-facts.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from './rule-output.ts';

/** A rule with what its expression reads. */
export interface ProgramRule {
  readonly group: RuleGroup;
  readonly rule: PrometheusRule;
  /** Place among all rules of all groups. */
  readonly index: number;
  /** null: it is not evaluated. */
  readonly facts: QueryFacts | null;
}

/** Rules made ready to run. */
export interface RuleProgram {
  readonly options: EngineOptions;
  readonly groups: readonly { readonly group: RuleGroup; readonly rules: readonly ProgramRule[] }[];
  readonly rules: readonly ProgramRule[];
  /** Some expression may read `ALERTS` or `ALERTS_FOR_STATE`, or they were asked for. */
  readonly writesAlerts: boolean;
  /** How far back samples are needed; null: without end, for a fixed `@`. */
  readonly reachMs: number | null;
}

export function ruleProgram(
  files: Pick<RuleFiles, 'groups' | 'refusals'>,
  options: Partial<EngineOptions> = {},
  writesAlerts = false,
): RuleProgram {
  const engine: EngineOptions = { ...DEFAULT_ENGINE, ...options };
  let index = 0;
  const groups = files.groups.map((group) => ({
    group,
    rules: group.rules.map((rule): ProgramRule => ({ group, rule, index: index++, facts: factsOf(rule, engine) })),
  }));
  const rules = groups.flatMap(({ rules }) => rules);
  const readsAlerts = rules.some(({ facts }) =>
    facts?.selectors.some((one) => mayRead(one, ALERTS_METRIC) || mayRead(one, ALERTS_FOR_STATE_METRIC)),
  );
  return { options: engine, groups, rules, writesAlerts: writesAlerts || readsAlerts, reachMs: reachOf(rules, engine) };
}

/** A rule whose labels cannot be told is not evaluated either: nobody could say which alert it is. */
function factsOf(rule: PrometheusRule, { lookbackMs }: EngineOptions): QueryFacts | null {
  const { parsed } = rule.query;
  if (parsed.kind === 'refused') return null;
  if (rule.kind === 'alert' && rule.labels.some(({ template }) => template === null)) return null;
  return queryFacts(parsed.expression, lookbackMs);
}

/** Until a rule is evaluated again, how near it is may be asked as of its last evaluation. */
function reachOf(rules: readonly ProgramRule[], options: EngineOptions): number | null {
  let reachMs = options.lookbackMs;
  for (const { facts, group } of rules) {
    if (facts === null) continue;
    if (facts.reachMs === null) return null;
    const behindMs = queryOffsetOf(group, options) + intervalOf(group, options);
    reachMs = Math.max(reachMs, facts.reachMs + behindMs);
  }
  return reachMs;
}

/** Why a rule is not evaluated, where `ProgramRule.facts` is null. */
export function refusalOf(rule: PrometheusRule): string {
  if (rule.query.parsed.kind === 'refused') return rule.query.parsed.refusals.map(({ message }) => message).join('; ');
  return 'a label template is not evaluated';
}

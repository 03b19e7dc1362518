import { METRIC_NAME } from '../../../../promql/labels.ts';
import type { QueryFacts } from './query-facts.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from './rule-output.ts';
import type { RuleProgram } from './rule-program.ts';

/** Labels as a recording brings them, the metric name among them. */
type RawLabels = Readonly<Record<string, string>>;

/**
 * Whether a recorded series is what a server wrote of these very rules: `ALERTS`, `ALERTS_FOR_STATE`, and the metrics
 * of recording rules that are evaluated here. A replay that read them would see its own results before it had them.
 */
export function isOwnOutput({ rules }: Pick<RuleProgram, 'rules'>): (labels: RawLabels) => boolean {
  const written = new Set([ALERTS_METRIC, ALERTS_FOR_STATE_METRIC]);
  for (const { rule, facts } of rules) if (rule.kind === 'recording' && facts !== null) written.add(rule.name);
  return ({ [METRIC_NAME]: name = '' }) => written.has(name);
}

/** Which recorded series the rules look at: one of their selectors matches, and it is not their own output. */
export function readsSeries(program: Pick<RuleProgram, 'rules'>): (labels: RawLabels) => boolean {
  const isOwn = isOwnOutput(program);
  // A label template may query anything at all.
  const asksAnything = program.rules.some(
    ({ rule }) => rule.kind === 'alert' && rule.labels.some(({ template }) => template?.queries === true),
  );
  const selectors = program.rules.flatMap(({ facts }) => facts?.selectors ?? []);
  return (labels) => !isOwn(labels) && (asksAnything || isSelected(selectors, labels));
}

/** Whether one of the selectors finds a series of these labels. */
export const isSelected = (selectors: QueryFacts['selectors'], labels: RawLabels): boolean =>
  selectors.some(({ matchers }) => matchers.every(({ label, matches }) => matches(labels[label] ?? '')));

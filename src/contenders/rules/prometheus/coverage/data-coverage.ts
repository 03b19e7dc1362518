import type { Place } from '../../../../faults.ts';
import { formatExpression } from '../../../../promql/format-expression.ts';
import type { Expression, InstantSelector } from '../../../../promql/syntax.ts';
import { walk } from '../../../../promql/walk.ts';
import { mayRead } from '../evaluation/query-facts.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from '../evaluation/rule-output.ts';
import type { PrometheusRule, RuleGroup } from '../rule-file.ts';
import type { DataFacts } from './data-facts.ts';

export interface CoveredRule {
  readonly group: RuleGroup;
  readonly rule: PrometheusRule;
}

/**
 * Whether a rule had anything to look at. `all`, `some`, `none` of its selectors matched a series; `no-selector`: it
 * reads none; `seeks-absence`: nothing matched, and finding nothing is what it is for.
 */
export type Sight = 'all' | 'some' | 'none' | 'no-selector' | 'seeks-absence';

export interface RuleSight extends CoveredRule {
  readonly sight: Sight;
  /** Selectors that match no series of the data set, and no recording rule's that matches any. */
  readonly unmatched: readonly { readonly text: string; readonly place: Place }[];
}

export interface DataCoverage {
  readonly name: string;
  readonly recordings: number;
  readonly rules: readonly RuleSight[];
}

export function dataCoverage(rules: readonly CoveredRule[], data: DataFacts): DataCoverage {
  const seen = new Map<string, RuleSight['sight']>();
  const known: RuleSight[] = [];
  // What a recording rule writes is there for whoever reads it where the recording rule saw something itself; rules
  // may stand in any order, so as often as anything new comes to light.
  for (let fresh = true; fresh; ) {
    known.splice(0, known.length, ...rules.map((each) => sightOf(each, data, seen)));
    fresh = false;
    for (const { rule, sight } of known) {
      if (rule.kind !== 'recording' || !['all', 'some', 'no-selector', 'seeks-absence'].includes(sight)) continue;
      if (!seen.has(rule.name)) fresh = true;
      seen.set(rule.name, sight);
    }
  }
  return { name: data.name, recordings: data.stretches.length, rules: [...known] };
}

function sightOf({ group, rule }: CoveredRule, data: DataFacts, recorded: ReadonlyMap<string, Sight>): RuleSight {
  const { parsed, source } = rule.query;
  const selectors = parsed.kind === 'evaluable' ? selectorsOf(parsed.expression) : [];
  const unmatched = selectors.filter((selector) => !isMatched(selector, data, recorded));
  const seeksAbsence = parsed.kind === 'evaluable' && asksForAbsence(parsed.expression);
  return {
    group,
    rule,
    sight: sightFor(selectors.length, unmatched.length, seeksAbsence),
    unmatched: unmatched.map((selector) => ({
      text: formatExpression(selector),
      place: source.placeAt(selector.span.from),
    })),
  };
}

function sightFor(selectors: number, unmatched: number, seeksAbsence: boolean): Sight {
  if (selectors === 0) return 'no-selector';
  if (unmatched === 0) return 'all';
  if (unmatched < selectors) return 'some';
  return seeksAbsence ? 'seeks-absence' : 'none';
}

/** What reads the states of alerts reads what the replay itself writes. */
const WRITTEN_ALWAYS = [ALERTS_METRIC, ALERTS_FOR_STATE_METRIC];

const isMatched = (selector: InstantSelector, data: DataFacts, recorded: ReadonlyMap<string, Sight>): boolean =>
  data.matching(selector) > 0 || [...recorded.keys(), ...WRITTEN_ALWAYS].some((metric) => mayRead(selector, metric));

function selectorsOf(expression: Expression): InstantSelector[] {
  const selectors: InstantSelector[] = [];
  walk(expression, (part) => {
    if (part.kind === 'instant-selector') selectors.push(part);
  });
  return selectors;
}

function asksForAbsence(expression: Expression): boolean {
  let found = false;
  walk(expression, (part) => {
    if (part.kind === 'call' && part.name.startsWith('absent')) found = true;
  });
  return found;
}

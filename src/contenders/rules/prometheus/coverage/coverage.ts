import type { Place } from '../../../../faults.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { walk } from '../../../../promql/walk.ts';
import { ruleProgram } from '../evaluation/rule-program.ts';
import type { PrometheusRule, RuleFiles, RuleRefusal } from '../rule-file.ts';
import { type CoveredRule, type DataCoverage, dataCoverage } from './data-coverage.ts';
import type { DataFacts } from './data-facts.ts';

export interface CoverageCount {
  readonly evaluated: number;
  readonly refused: number;
}

/** Something refused, by name, and everywhere it stands. */
export interface RefusedName {
  readonly construct: string;
  readonly what: string;
  readonly rules: readonly { readonly group: string; readonly rule: string; readonly place: Place }[];
}

export interface RuleCoverage {
  readonly alerts: CoverageCount;
  readonly recordings: CoverageCount;
  readonly files: readonly {
    readonly file: string;
    readonly alerts: CoverageCount;
    readonly recordings: CoverageCount;
  }[];
  /** What keeps rules from being evaluated. Most rules first. */
  readonly refused: readonly RefusedName[];
  /** What keeps annotations of rules that are evaluated from being written out. */
  readonly unwritten: readonly RefusedName[];
  /** Of the rules that are evaluated: how many use a function, an aggregation, an operator, a modifier. */
  readonly uses: readonly { readonly construct: string; readonly rules: number }[];
  /** null: no data set was given. */
  readonly data: DataCoverage | null;
}

/** How much of rule files is evaluated, and with data, how much of that had anything to look at. */
export function ruleCoverage(files: RuleFiles, data: DataFacts | null): RuleCoverage {
  const { rules } = ruleProgram(files);
  const each = rules.map(({ group, rule, facts }) => ({ group, rule, isEvaluated: facts !== null }));
  const evaluated = each.filter(({ isEvaluated }) => isEvaluated);
  return {
    alerts: countOf(each, 'alert'),
    recordings: countOf(each, 'recording'),
    files: files.sources.map(({ file }) => {
      const own = each.filter(({ rule }) => rule.place.file === file);
      return { file, alerts: countOf(own, 'alert'), recordings: countOf(own, 'recording') };
    }),
    refused: byName(files.refusals.filter(({ stopsRule }) => stopsRule)),
    unwritten: byName(files.refusals.filter(({ stopsRule }) => !stopsRule)),
    uses: usesOf(evaluated.map(({ rule }) => rule)),
    data: data === null ? null : dataCoverage(evaluated, data),
  };
}

function countOf(
  rules: readonly (CoveredRule & { readonly isEvaluated: boolean })[],
  kind: PrometheusRule['kind'],
): CoverageCount {
  const own = rules.filter(({ rule }) => rule.kind === kind);
  const evaluated = own.filter(({ isEvaluated }) => isEvaluated).length;
  return { evaluated, refused: own.length - evaluated };
}

function byName(refusals: readonly RuleRefusal[]): RefusedName[] {
  const names = new Map<string, { construct: string; what: string; rules: RefusedName['rules'][number][] }>();
  for (const { construct, what, group, rule, place } of refusals) {
    const key = `${construct} ${what}`;
    const known = names.get(key) ?? { construct, what, rules: [] };
    names.set(key, known);
    known.rules.push({ group, rule, place });
  }
  return [...names.values()].sort(
    (a, b) => b.rules.length - a.rules.length || (`${a.construct} ${a.what}` < `${b.construct} ${b.what}` ? -1 : 1),
  );
}

function usesOf(rules: readonly PrometheusRule[]): RuleCoverage['uses'] {
  const counts = new Map<string, number>();
  for (const { query } of rules) {
    if (query.parsed.kind !== 'evaluable') continue;
    const used = new Set<string>();
    walk(query.parsed.expression, (part) => {
      for (const construct of constructsOf(part)) used.add(construct);
    });
    for (const construct of used) counts.set(construct, (counts.get(construct) ?? 0) + 1);
  }
  return [...counts]
    .map(([construct, count]) => ({ construct, rules: count }))
    .sort((a, b) => b.rules - a.rules || (a.construct < b.construct ? -1 : 1));
}

function constructsOf(part: Expression): string[] {
  switch (part.kind) {
    case 'call':
      return [`${part.name}()`];
    case 'aggregation':
      return [part.operator, ...(part.grouping.kind === 'without' ? ['without'] : [])];
    case 'binary': {
      const { operator, returnsBool, matching } = part;
      const isWritten = matching !== null && (matching.kind === 'on' || matching.labels.length > 0);
      const group = { 'many-to-one': ['group_left'], 'one-to-many': ['group_right'] }[matching?.cardinality as string];
      return [operator, ...(returnsBool ? ['bool'] : []), ...(isWritten ? [matching.kind] : []), ...(group ?? [])];
    }
    case 'subquery':
      return ['subquery', ...shiftsOf(part)];
    case 'range-selector':
      return ['range selector'];
    case 'instant-selector': {
      const isRegex = part.matchers.some(({ operator }) => operator === '=~' || operator === '!~');
      return [...(isRegex ? ['regular expression'] : []), ...shiftsOf(part)];
    }
    default:
      return [];
  }
}

const shiftsOf = ({ offsetMs, at }: { readonly offsetMs: number; readonly at: unknown }): string[] => [
  ...(offsetMs === 0 ? [] : ['offset']),
  ...(at === null ? [] : ['@']),
];

import type { Column } from '../evaluated.ts';
import { dropLabels, keepLabels, type Labels, labelsOf, labelValue, METRIC_NAME } from '../labels.ts';
import { isComparison } from '../operators.ts';
import type { BinaryOperation, VectorMatching } from '../syntax.ts';
import { combine } from './combine.ts';
import { type Evaluation, keep, newColumn } from './evaluation.ts';
import { refuseAmbiguousMany, refuseDuplicateOnes } from './match-faults.ts';
import { nameless } from './metric-name.ts';
import { groupByMatch, type MatchGroup, matchLabels } from './vector-matching.ts';

type ResultLabels = (many: Labels, one: Labels) => Pick<Column, 'labels' | 'nameDropped'>;

/** Labels of a result: those of the "many" side, in one-to-one matching the match labels only, with what is carried over. */
function resultLabels(
  { operator, returnsBool }: BinaryOperation,
  matching: VectorMatching,
  { delayedNameRemoval }: Evaluation,
): ResultLabels {
  const names = new Set(matching.labels);
  const changesMeaning = new Set(isComparison(operator) ? [] : [METRIC_NAME]);
  const narrowed = (labels: Labels): Labels => {
    if (matching.cardinality !== 'one-to-one') return labels;
    return matching.kind === 'on' ? keepLabels(labels, names) : dropLabels(labels, names);
  };
  return (many, one) => {
    const base = narrowed(dropLabels(many, changesMeaning));
    const carried = matching.include.map((name) => [name, labelValue(one, name)] as const);
    const labels = carried.length === 0 ? base : labelsOf([...base.pairs, ...carried]);
    return returnsBool ? nameless(labels, delayedNameRemoval) : { labels, nameDropped: false };
  };
}

/** Columns of which no two are present at a step where it matters, as one. */
function joined(columns: readonly Column[]): Column {
  const [first, ...others] = columns as [Column, ...Column[]];
  if (others.length === 0) return first;
  const values = first.values.slice();
  const present = first.present.slice();
  for (const other of others) {
    for (let i = 0; i < present.length; i++) {
      if (other.present[i] === 0) continue;
      present[i] = 1;
      values[i] = other.values[i]!;
    }
  }
  return { ...first, values, present };
}

/** The "one" side of each match group: one column, or one for each set of labels it may carry over. */
function onesOf(
  groups: ReadonlyMap<string, MatchGroup>,
  { include }: VectorMatching,
): ReadonlyMap<string, readonly Column[]> {
  const each = [...groups].map(
    ([key, { columns }]) => [key, include.length === 0 ? [joined(columns)] : columns] as const,
  );
  return new Map(each);
}

/** Whether the two are there at one step. Where series take each other's place most pairs never are. */
const meet = (a: Column, b: Column): boolean => a.present.some((there, i) => there === 1 && b.present[i] === 1);

/**
 * Arithmetic and comparisons between vectors. Matching is worked out once per pair of series; what may differ from step
 * to step is only which of them are there. Elements come in the order of the "many" side.
 */
export function vectorWithVector(
  operation: BinaryOperation,
  matching: VectorMatching,
  left: readonly Column[],
  right: readonly Column[],
  evaluation: Evaluation,
): readonly Column[] {
  const isSwapped = matching.cardinality === 'one-to-many';
  const many = isSwapped ? right : left;
  const one = isSwapped ? left : right;
  const groups = groupByMatch(one, matching);
  refuseDuplicateOnes({ operation, matching, groups, many, one });
  const ones = onesOf(groups, matching);
  const labelled = resultLabels(operation, matching, evaluation);
  refuseAmbiguousMany({
    operation,
    matching,
    ones,
    many,
    resultKey: (a, b) => labelled(a.labels, b.labels).labels.key,
  });
  const match = matchLabels(matching);
  const results: Column[] = [];
  for (const element of many) {
    for (const partner of ones.get(match(element.labels).key) ?? []) {
      if (!meet(element, partner)) continue;
      const { labels, nameDropped } = labelled(element.labels, partner.labels);
      const result = newColumn(evaluation, labels, nameDropped, operation.span);
      const [a, b] = isSwapped ? [partner, element] : [element, partner];
      combine(operation, a, b, a, result);
      keep(result, results, evaluation);
    }
  }
  return results;
}

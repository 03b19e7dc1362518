import type { Column } from '../evaluated.ts';
import { dropLabels, keepLabels, type Labels, METRIC_NAME, remembered } from '../labels.ts';
import type { Aggregation } from '../syntax.ts';

/** The labels of the group an element belongs to: those of `by`, or all but the name and those of `without`. */
export function groupLabels(grouping: Aggregation['grouping']): (labels: Labels) => Labels {
  let labelled = known.get(grouping);
  if (labelled === undefined) {
    labelled = remembered(labellingOf(grouping));
    known.set(grouping, labelled);
  }
  return labelled;
}

const known = new WeakMap<Aggregation['grouping'], (labels: Labels) => Labels>();

function labellingOf({ kind, labels: names }: Aggregation['grouping']): (labels: Labels) => Labels {
  if (kind === 'by') {
    const kept = new Set(names);
    return (labels) => keepLabels(labels, kept);
  }
  const dropped = new Set([METRIC_NAME, ...names]);
  return (labels) => dropLabels(labels, dropped);
}

export interface Group {
  readonly labels: Labels;
  readonly columns: Column[];
}

/** Groups in the order in which their first element comes. */
export function groupsOf(columns: readonly Column[], grouping: Aggregation['grouping']): readonly Group[] {
  const labelled = groupLabels(grouping);
  const groups = new Map<string, Group>();
  for (const column of columns) {
    const labels = labelled(column.labels);
    const group = groups.get(labels.key);
    if (group === undefined) groups.set(labels.key, { labels, columns: [column] });
    else group.columns.push(column);
  }
  return [...groups.values()];
}

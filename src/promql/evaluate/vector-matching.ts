import type { Column } from '../evaluated.ts';
import { dropLabels, keepLabels, type Labels, METRIC_NAME, remembered } from '../labels.ts';
import type { VectorMatching } from '../syntax.ts';

/**
 * The labels two elements must share to match: those named by `on`, or all but the name and those `ignoring` names. What
 * was derived is remembered for all operators that match alike together: an expression may have hundreds of them.
 */
export function matchLabels(matching: VectorMatching): (labels: Labels) => Labels {
  let labelled = known.get(matching);
  if (labelled === undefined) {
    const alike = matchingText(matching);
    labelled = knownAlike.get(alike) ?? remembered(labellingOf(matching));
    if (knownAlike.size >= MOST_KNOWN) knownAlike.clear();
    knownAlike.set(alike, labelled);
    known.set(matching, labelled);
  }
  return labelled;
}

/** The same for two that match alike. */
export const matchingText = ({ kind, labels }: VectorMatching): string => JSON.stringify([kind, labels]);

const known = new WeakMap<VectorMatching, (labels: Labels) => Labels>();
/** More than any rule files have. */
const MOST_KNOWN = 1000;
const knownAlike = new Map<string, (labels: Labels) => Labels>();

function labellingOf({ kind, labels: names }: VectorMatching): (labels: Labels) => Labels {
  if (kind === 'on') {
    const kept = new Set(names);
    return (labels) => keepLabels(labels, kept);
  }
  const dropped = new Set([METRIC_NAME, ...names]);
  return (labels) => dropLabels(labels, dropped);
}

/** The columns of one side that share their match labels, in the order of the side. */
export interface MatchGroup {
  readonly labels: Labels;
  readonly columns: Column[];
}

export function groupByMatch(columns: readonly Column[], matching: VectorMatching): ReadonlyMap<string, MatchGroup> {
  const match = matchLabels(matching);
  const groups = new Map<string, MatchGroup>();
  for (const column of columns) {
    const labels = match(column.labels);
    const group = groups.get(labels.key);
    if (group === undefined) groups.set(labels.key, { labels, columns: [column] });
    else group.columns.push(column);
  }
  return groups;
}

/** 1 at each step at which any of the columns is present. One column's own array when there is only one. */
export function anyPresent(columns: readonly Column[], stepCount: number): Uint8Array {
  if (columns.length === 1) return columns[0]!.present;
  const any = new Uint8Array(stepCount);
  for (const { present } of columns) for (let i = 0; i < stepCount; i++) any[i]! |= present[i]!;
  return any;
}

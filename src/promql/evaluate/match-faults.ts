import { type Column, EvaluationError } from '../evaluated.ts';
import { compareLabels } from '../labels.ts';
import type { BinaryOperation, VectorMatching } from '../syntax.ts';
import { formatLabelSet } from '../text/format-label-set.ts';
import { anyPresent, groupByMatch, type MatchGroup, matchLabels } from './vector-matching.ts';

interface OneSide {
  readonly operation: BinaryOperation;
  readonly matching: VectorMatching;
  readonly groups: ReadonlyMap<string, MatchGroup>;
  readonly many: readonly Column[];
  readonly one: readonly Column[];
}

/** The first step at which two of the columns are there, and `counts` too; -1 when there is none. */
function firstMeeting(columns: readonly Column[], counts: Uint8Array): number {
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    let there = 0;
    for (const { present } of columns) there += present[i]!;
    if (there > 1) return i;
  }
  return -1;
}

/**
 * The "one" side must have one element per match group, whether or not anything matches it; only where the other side
 * is empty altogether does Prometheus not look.
 */
export function refuseDuplicateOnes({ operation, matching, groups, many, one }: OneSide): void {
  const crowded = [...groups.values()].filter(({ columns }) => columns.length > 1);
  const stepCount = one[0]?.present.length ?? 0;
  if (crowded.length === 0 || many.length === 0) return;
  const looked = anyPresent(many, stepCount);
  const meetings = crowded.map(({ columns }) => firstMeeting(columns, looked)).filter((step) => step !== -1);
  if (meetings.length === 0) return;
  const step = Math.min(...meetings);
  const match = matchLabels(matching);
  const seen = new Map<string, Column>();
  for (const column of one.filter(({ present }) => present[step] === 1)) {
    const group = match(column.labels);
    const earlier = seen.get(group.key);
    if (earlier !== undefined) {
      const side = matching.cardinality === 'one-to-many' ? 'left' : 'right';
      const pair = [earlier.labels, column.labels].sort(compareLabels).map(formatLabelSet).join(', ');
      throw new EvaluationError(
        `found duplicate series for the match group ${formatLabelSet(group)} on the ${side} hand-side of the operation: ` +
          `[${pair}];many-to-many matching not allowed: matching labels must be unique on one side`,
        operation.span,
      );
    }
    seen.set(group.key, column);
  }
}

interface ManySide {
  readonly operation: BinaryOperation;
  readonly matching: VectorMatching;
  readonly ones: ReadonlyMap<string, readonly Column[]>;
  readonly many: readonly Column[];
  resultKey(many: Column, one: Column): string;
}

function byKey(columns: readonly Column[], keyOf: (column: Column) => string): Iterable<readonly Column[]> {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const key = keyOf(column);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [column]);
    else group.push(column);
  }
  return groups.values();
}

const EXPLICIT = 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)';
const UNIQUE = 'multiple matches for labels: grouping labels must ensure unique matches';

/** Several elements of the "many" side may match one only where that is asked for, and their results must differ. */
export function refuseAmbiguousMany({ operation, matching, ones, many, resultKey }: ManySide): void {
  const isOneToOne = matching.cardinality === 'one-to-one';
  for (const [key, { columns }] of groupByMatch(many, matching)) {
    if (columns.length === 1) continue;
    for (const one of ones.get(key) ?? []) {
      const rivals = isOneToOne ? [columns] : byKey(columns, (column) => resultKey(column, one));
      for (const rival of rivals) {
        if (rival.length === 1 || firstMeeting(rival, one.present) === -1) continue;
        throw new EvaluationError(isOneToOne ? EXPLICIT : UNIQUE, operation.span);
      }
    }
  }
}

import type { Column } from '../evaluated.ts';
import { type Labels, labelsOf, METRIC_NAME, NO_LABELS } from '../labels.ts';
import type { LabelMatcher } from '../syntax.ts';
import { bare, vectorOf } from './arguments.ts';
import type { FunctionContext, WholeFunction, WholeRangeFunction } from './function.ts';

/** 1 at every step at which the argument has no element. */
export const absent: WholeFunction = {
  kind: 'whole',
  name: 'absent',
  evaluate(args, context) {
    const columns = vectorOf(args[0]);
    const isThere = (step: number): boolean => columns.some(({ present }) => present[step] === 1);
    return { kind: 'vector', columns: onesUnless(isThere, context) };
  },
};

/** 1 at every step at which no series has a sample under the range. */
export const absentOverTime: WholeRangeFunction = {
  kind: 'whole-range',
  name: 'absent_over_time',
  evaluate(series, context) {
    const isThere = (step: number): boolean => series.some(({ from, to }) => to[step]! > from[step]!);
    return onesUnless(isThere, context);
  },
};

function onesUnless(isThere: (step: number) => boolean, { call, steps }: FunctionContext): readonly Column[] {
  const present = Uint8Array.from(steps.timesMs, (_, step) => (isThere(step) ? 0 : 1));
  if (!present.includes(1)) return [];
  const values = new Float64Array(present.length).fill(1);
  return [{ labels: labelsOfWhatIsMissing(bare(call.args[0]!)), values, present, nameDropped: false }];
}

function labelsOfWhatIsMissing(argument: ReturnType<typeof bare>): Labels {
  if (argument.kind === 'instant-selector') return labelsAskedFor(argument.matchers);
  if (argument.kind === 'range-selector') return labelsAskedFor(argument.selector.matchers);
  return NO_LABELS;
}

/** What the selector asks for by equality; a label that more than one matcher is about is left out. */
function labelsAskedFor(matchers: readonly LabelMatcher[]): Labels {
  const asked = new Map<string, string>();
  const seen = new Set<string>();
  for (const { label, operator, value } of matchers) {
    if (label === METRIC_NAME) continue;
    if (operator === '=' && !seen.has(label)) {
      asked.set(label, value);
      seen.add(label);
    } else asked.delete(label);
  }
  return labelsOf(asked);
}

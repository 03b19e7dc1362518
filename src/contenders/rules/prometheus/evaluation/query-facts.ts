import { METRIC_NAME } from '../../../../promql/labels.ts';
import type { Expression, InstantSelector, TimeShift } from '../../../../promql/syntax.ts';
import { children, walk } from '../../../../promql/walk.ts';

/** What an expression reads, told from its text alone. */
export interface QueryFacts {
  readonly selectors: readonly InstantSelector[];
  /** Where each of them looks, at a time of evaluation t: (t − behind − width, t − behind]. Without those of a fixed `@`. */
  readonly reaches: readonly SelectorReach[];
  /** How far before the time of evaluation a sample may still matter; null: `@` with a fixed time, any distance. */
  readonly reachMs: number | null;
  /** A negative offset or a fixed `@`: it may ask for samples that are yet to come. */
  readonly looksAhead: boolean;
  /** `@ start()` or `@ end()`, which mean other times in a range query than at each instant. */
  readonly isPinned: boolean;
  /** `absent(…)`: finding nothing is what it is for. */
  readonly seeksAbsence: boolean;
}

export interface SelectorReach {
  readonly selector: InstantSelector;
  readonly behindMs: number;
  readonly widthMs: number;
}

const ABSENCE_FUNCTIONS = ['absent', 'absent_over_time'];

export function queryFacts(expression: Expression, lookbackMs: number): QueryFacts {
  const selectors: InstantSelector[] = [];
  let seeksAbsence = false;
  let looksAhead = false;
  let isPinned = false;
  walk(expression, (each) => {
    if (each.kind === 'instant-selector') selectors.push(each);
    if (each.kind === 'call' && ABSENCE_FUNCTIONS.includes(each.name)) seeksAbsence = true;
    if (each.kind !== 'instant-selector' && each.kind !== 'subquery') return;
    if (each.offsetMs < 0 || each.at?.kind === 'time') looksAhead = true;
    if (each.at !== null && each.at.kind !== 'time') isPinned = true;
  });
  const reaches: SelectorReach[] = [];
  const isBounded = addReaches(expression, { behindMs: 0, widthMs: 0 }, lookbackMs, reaches);
  const reachMs = reaches.reduce((most, { behindMs, widthMs }) => Math.max(most, behindMs + widthMs), 0);
  return { selectors, reaches, reachMs: isBounded ? reachMs : null, looksAhead, isPinned, seeksAbsence };
}

type Stretch = Omit<SelectorReach, 'selector'>;

/** @param outer the stretch of times at which this part is evaluated. @returns false where a fixed `@` has no bound */
function addReaches(expression: Expression, outer: Stretch, lookbackMs: number, into: SelectorReach[]): boolean {
  const add = (selector: InstantSelector, ownMs: number): boolean => {
    if (selector.at?.kind === 'time') return false;
    const { behindMs, widthMs } = shifted(selector, outer);
    into.push({ selector, behindMs, widthMs: widthMs + ownMs });
    return true;
  };
  switch (expression.kind) {
    case 'instant-selector':
      return add(expression, lookbackMs);
    case 'range-selector':
      return add(expression.selector, expression.rangeMs);
    case 'subquery': {
      const { behindMs, widthMs } = shifted(expression, outer);
      const inner = { behindMs, widthMs: widthMs + expression.rangeMs };
      const isBounded = addReaches(expression.expression, inner, lookbackMs, into);
      return isBounded && expression.at?.kind !== 'time';
    }
    default:
      return children(expression).every((child) => addReaches(child, outer, lookbackMs, into));
  }
}

function shifted({ offsetMs, at }: TimeShift, { behindMs, widthMs }: Stretch): Stretch {
  return at === null ? { behindMs: behindMs + offsetMs, widthMs } : { behindMs: offsetMs, widthMs: 0 };
}

/** Whether a series of this name could be selected, its other labels left aside. */
export function mayRead({ matchers }: InstantSelector, metric: string): boolean {
  return matchers.every(({ label, matches }) => label !== METRIC_NAME || matches(metric));
}

import { formatDuration } from '../../../../duration.ts';
import type { Expression, FunctionCall } from '../../../../promql/syntax.ts';
import { walk } from '../../../../promql/walk.ts';
import { bare } from './inner-expression.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';
import { type LintWorld, recordersOf } from './lint-world.ts';

/** Without two samples these say nothing, or nothing true. */
const NEEDS_TWO = new Set([
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'predict_linear', 'double_exponential_smoothing'],
  ...['changes', 'resets', 'stddev_over_time', 'stdvar_over_time'],
]);

export const rangeTooShort: RuleLint = {
  kind: 'rule',
  id: 'range-too-short',
  severity: 'error',
  what: 'a range of less than two scrape intervals under a function that needs two samples',
  why: 'A range shorter than two intervals holds one sample most of the time, and then there is no rate: the alert is silent.',
  fix: 'make the range at least four scrape intervals, so that one failed scrape does no harm',
  find(rule, world) {
    const remarks: Remark[] = [];
    walk(rule.expression, (each) => {
      if (each.kind !== 'call' || !NEEDS_TWO.has(each.name)) return;
      const ranged = each.args.map(bare).find(({ kind }) => kind === 'range-selector' || kind === 'subquery');
      const gapMs = ranged === undefined ? null : sampleGapMs(ranged, world);
      if (ranged === undefined || gapMs === null || rangeOf(ranged) >= 2 * gapMs) return;
      const message = messageOf(each, rangeOf(ranged), gapMs, ranged);
      const isGuess = world.scrapeIntervalIsGuessed && gapMs === world.scrapeIntervalMs;
      remarks.push({ at: stretchIn(rule, each), message, ...(isGuess && GUESSED) });
    });
    return remarks;
  },
};

const GUESSED = {
  severity: 'warning' as const,
  fix: 'make the range at least four scrape intervals, or say with --scrape-interval how long they are',
};

const rangeOf = (ranged: Expression): number => ('rangeMs' in ranged ? ranged.rangeMs : 0);

/** Time between the samples that the range is over; null where it cannot be told. */
function sampleGapMs(ranged: Expression, world: LintWorld): number | null {
  if (ranged.kind === 'subquery') return ranged.stepMs ?? world.evaluationIntervalMs;
  if (ranged.kind !== 'range-selector') return null;
  const intervals = recordersOf(ranged.selector, world).map(
    ({ group }) => group.intervalMs ?? world.evaluationIntervalMs,
  );
  if (intervals.length === 0) return world.scrapeIntervalMs;
  return intervals.some((interval) => interval === null) ? null : Math.min(...(intervals as number[]));
}

function messageOf({ name }: FunctionCall, rangeMs: number, gapMs: number, ranged: Expression): string {
  const gap = ranged.kind === 'subquery' ? 'step of the subquery' : 'time between two samples';
  return `${name}() over ${formatDuration(rangeMs)}, less than twice the ${gap} (${formatDuration(gapMs)})`;
}

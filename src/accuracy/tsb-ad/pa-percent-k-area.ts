import type { MetricValue } from '../../record/schema.ts';
import { defined } from '../metric.ts';
import type { Flags, LabelledScores, NanOption, Scores } from '../series/labelled-scores.ts';
import { distinctLevels, type Levels } from '../series/levels.ts';
import { runLength, runOfRow } from '../series/runs.ts';
import { ofSeriesWithEvents } from '../series/sweep.ts';

const PERCENTS = 100;

/**
 * Area under F1 with PA%K over K = 0, 1, ..., 100 percent, by the trapezoid rule. With PA%K an event counts as wholly
 * predicted once more than K % of its rows are: K = 0 is point adjustment, K = 100 the plain point-wise F1. Each K has
 * the threshold that makes its F1 highest; every distinct score is tried and a row is predicted at or above it.
 *
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows or events
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row
 * Source: Kim et al., Towards a Rigorous Evaluation of Time-Series Anomaly Detection, AAAI 2022, section 4.
 */
export const paPercentKArea = (labels: Flags, scores: Scores, options: NanOption = {}): MetricValue =>
  ofSeriesWithEvents(labels, scores, options, (series) => {
    const levels = distinctLevels(series.scores);
    const sweep = adjustedSweep(series, levels);
    let area = 0;
    for (let percent = 0; percent <= PERCENTS; percent++) {
      const atTheEdge = percent === 0 || percent === PERCENTS;
      area += sweep(percent) * (atTheEdge ? 0.5 : 1);
    }
    return defined(area / PERCENTS);
  });

/** Best F1 for a percentage. Rows of events are walked once in order of level; what each K changes is added per level. */
function adjustedSweep(
  { labels, events }: LabelledScores,
  { count, rows, starts }: Levels,
): (percent: number) => number {
  const eventOf = runOfRow(events, labels.length);
  const needed = new Float64Array(events.count);
  const covered = new Float64Array(events.count);
  return (percent) => {
    for (let event = 0; event < events.count; event++) {
      needed[event] = (percent * runLength(events, event)) / PERCENTS;
      covered[event] = 0;
    }
    let found = 0;
    let falsePositives = 0;
    let best = 0;
    for (let level = 0; level < count; level++) {
      for (let i = starts[level]!; i < starts[level + 1]!; i++) {
        const event = eventOf[rows[i]!]!;
        if (event < 0) {
          falsePositives++;
          continue;
        }
        const before = covered[event]!;
        covered[event] = before + 1;
        if (before > needed[event]!) continue; // adjusted already
        found += before + 1 > needed[event]! ? runLength(events, event) - before : 1;
      }
      best = Math.max(best, (2 * found) / (events.rows + found + falsePositives));
    }
    return best;
  };
}

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

/** Rows of events in order of level, and the levels at which some enter: at the others F1 can only fall. */
function eventRows({ labels, events }: LabelledScores, { count, rows, starts }: Levels) {
  const eventOf = runOfRow(events, labels.length);
  const entering = new Int32Array(events.rows); // the event each row belongs to
  const levelEnds: number[] = []; // how many have entered after each such level
  const falsePositives: number[] = []; // rows outside events predicted at each such level
  let entered = 0;
  let outside = 0;
  for (let level = 0; level < count; level++) {
    const before = entered;
    for (let i = starts[level]!; i < starts[level + 1]!; i++) {
      const event = eventOf[rows[i]!]!;
      if (event < 0) outside++;
      else entering[entered++] = event;
    }
    if (entered === before) continue;
    levelEnds.push(entered);
    falsePositives.push(outside);
  }
  return { entering, levelEnds, falsePositives };
}

/** Best F1 for a percentage: one walk along the rows of events. */
function adjustedSweep(series: LabelledScores, levels: Levels): (percent: number) => number {
  const { events } = series;
  const { entering, levelEnds, falsePositives } = eventRows(series, levels);
  const lengths = Int32Array.from(events.starts, (_, event) => runLength(events, event));
  const covered = new Int32Array(events.count);
  return (percent) => {
    covered.fill(0);
    let found = 0;
    let best = 0;
    let i = 0;
    for (let level = 0; level < levelEnds.length; level++) {
      for (; i < levelEnds[level]!; i++) {
        const event = entering[i]!;
        const length = lengths[event]!;
        const before = covered[event]!++;
        if (before * PERCENTS > percent * length) continue; // adjusted already
        found += (before + 1) * PERCENTS > percent * length ? length - before : 1;
      }
      best = Math.max(best, (2 * found) / (events.rows + found + falsePositives[level]!));
    }
    return best;
  };
}

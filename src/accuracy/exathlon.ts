import type { MetricCard } from '../record/schema.ts';
import { metricOfSums } from './block-sums.ts';
import { isIn, type RowRange, rangesOf, sharedRows } from './exathlon-ranges.ts';
import { defined, type Metric, undefinedBecause } from './metric.ts';

/** What a level rewards. Each adds one demand to the one before. */
interface Level {
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  /** Reward of an incident, 0 to 1. */
  readonly recallOf: (incident: RowRange, alarms: readonly RowRange[]) => number;
  /** False: an alarm that touches two incidents is worth nothing. */
  readonly sharedAlarms: boolean;
}

const covered = (range: RowRange, others: readonly RowRange[], worth: (shared: RowRange) => number): number => {
  const sum = others.reduce((total, other) => total + worthOf(sharedRows(range, other), worth), 0);
  return Math.min(sum, 1); // pages that overlap each other must not pay twice
};
const worthOf = (shared: RowRange | null, worth: (shared: RowRange) => number) => (shared === null ? 0 : worth(shared));
const touching = (range: RowRange, others: readonly RowRange[]) =>
  others.filter((other) => sharedRows(range, other) !== null);
const lengthOf = ({ firstRow, lastRow }: RowRange): number => lastRow - firstRow + 1;

/** Share of the range's rows. */
const flat = (range: RowRange, others: readonly RowRange[]): number =>
  covered(range, others, (shared) => lengthOf(shared) / lengthOf(range));

/**
 * Share of the range's rows times how early they lie: the weights fall from length - 1 on the first row to 0 on the
 * last, and the sum over the rows is divided by what the same number of rows is worth at the very front. A range of one
 * row has no early and late.
 */
function front(range: RowRange, others: readonly RowRange[]): number {
  const length = lengthOf(range);
  if (length === 1) return flat(range, others);
  return covered(range, others, (shared) => {
    const rows = lengthOf(shared);
    const best = rows * (length - 1) - (rows * (rows - 1)) / 2;
    const late = shared.firstRow - range.firstRow; // rows missed at the front; each costs every row one unit of weight
    return ((rows / length) * (best - rows * late)) / best;
  });
}

const LEVELS: readonly Level[] = [
  {
    id: 'exathlon-ad1',
    title: 'Exathlon AD1, existence',
    asks: 'An incident is worth 1 when an alarm touches it.',
    recallOf: (incident, alarms) => (touching(incident, alarms).length > 0 ? 1 : 0),
    sharedAlarms: true,
  },
  {
    id: 'exathlon-ad2',
    title: 'Exathlon AD2, overlap',
    asks: 'An incident is worth the share of its rows in alarm.',
    recallOf: flat,
    sharedAlarms: true,
  },
  {
    id: 'exathlon-ad3',
    title: 'Exathlon AD3, early overlap',
    asks: 'An incident is worth the share of its rows in alarm, less the later in the incident they lie: weights fall in a line from the first row to the last, over what as many rows are worth at the very front.',
    recallOf: front,
    sharedAlarms: true,
  },
  {
    id: 'exathlon-ad4',
    title: 'Exathlon AD4, exactly once',
    asks: 'As AD3, and an incident touched by more than one alarm, or an alarm that touches more than one incident, is worth nothing.',
    recallOf: (incident, alarms) => (touching(incident, alarms).length > 1 ? 0 : front(incident, alarms)),
    sharedAlarms: false,
  },
];

function exathlon({ id, title, asks, recallOf, sharedAlarms }: Level): Metric {
  const card: MetricCard = {
    id,
    version: 1,
    title,
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `F1 of range-based recall (mean worth of the incidents) and precision (mean share of an alarm's rows in incidents) over runs of rows in alarm: the spans of alerts, so under the alert policy. ${asks} Two ranges touch when they share a row. 0 when nothing is in alarm. The tolerance does not count.`,
    undefinedWhen: 'there is no incident',
    source:
      'Jacob et al., Exathlon, PVLDB 14 (2021), levels AD1 to AD4 with the parameters of exathlonbenchmark/exathlon, src/metrics/ad_evaluators.py, which also lets ranges touch that only lie side by side; Tatbul et al., NeurIPS 2018',
  };
  const precisionOf = (alarm: RowRange, incidents: readonly RowRange[]) =>
    !sharedAlarms && touching(alarm, incidents).length > 1 ? 0 : flat(alarm, incidents);
  return metricOfSums({
    card,
    sums: ['recall', 'incidents', 'precision', 'alarms'],
    count: (block) => {
      const { incidents, alarms } = rangesOf(block);
      const own = block.incidents.map((incident) => incidents.get(incident) ?? null);
      const all = [...incidents.values()].filter((range) => range !== null);
      const mine = alarms.filter((alarm) => isIn(block, alarm.firstRow));
      return {
        recall: sum(own, (incident) => (incident === null ? 0 : recallOf(incident, alarms))),
        incidents: own.length,
        precision: sum(mine, (alarm) => precisionOf(alarm, all)),
        alarms: mine.length,
      };
    },
    value: ({ recall, incidents, precision, alarms }) => {
      if (incidents === 0) return undefinedBecause('there is no incident');
      if (recall === 0 || precision === 0) return defined(0);
      const [r, p] = [recall / incidents, precision / alarms];
      return defined((2 * p * r) / (p + r));
    },
  });
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** AD1 to AD4, each asking for more than the one before. */
export const EXATHLON_LEVELS: readonly Metric[] = LEVELS.map(exathlon);

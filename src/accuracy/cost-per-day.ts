import { metricOfSums } from './block-sums.ts';
import { assertCosts, COST_NAMES, type CostTable, DEFAULT_COSTS } from './cost-table.ts';
import { pagesOf, trueAlerts } from './matching.ts';
import { defined, type Judged, type Metric, undefinedBecause } from './metric.ts';
import { scoredMs } from './scored-time.ts';
import { wholeOf } from './stretch.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Cost per day under a table the card repeats in full: two figures with different tables are different metrics.
 * @throws InputError `metric/cost`
 */
export function costPerDay(costs: CostTable = DEFAULT_COSTS): Metric {
  assertCosts(costs);
  const table = COST_NAMES.map((name) => `${name} ${costs[name]}`).join(', ');
  return metricOfSums({
    card: {
      id: 'cost-per-day',
      version: 1,
      title: 'Cost per day',
      unit: 'cost/day',
      better: 'lower',
      range: [0, null],
      definition: `Costs of mistakes / scored days, by this table: ${table}. A missed incident is one nobody was paged for, a false page one that belongs to no incident, a repeated page each further one of the same incident; undetected hours run from the start of an incident (or the first counted row) to its first page, or to its end when it is missed. ${WITH_TOLERANCE}`,
      undefinedWhen: 'the scored rows span no time',
      source: 'operational unit of this project',
    },
    sums: ['cost', 'scoredMs'],
    count: (block) => ({ cost: costOf(block, costs), scoredMs: scoredMs(block) }),
    value: (sums) =>
      sums.scoredMs > 0
        ? defined(sums.cost / (sums.scoredMs / DAY_MS))
        : undefinedBecause('the scored rows span no time'),
  });
}

/** The same metrics, with the cost of mistakes by this table; undefined: by the default one. */
export function withCosts(metrics: readonly Metric[], costs: CostTable | undefined): readonly Metric[] {
  if (costs === undefined) return metrics;
  const priced = costPerDay(costs);
  return metrics.map((metric) => (metric.card.id === priced.card.id ? priced : metric));
}

function costOf(block: Judged, costs: CostTable): number {
  const { timestampsMs, fromRow } = wholeOf(block);
  const firstMs = timestampsMs[fromRow] ?? Number.NEGATIVE_INFINITY;
  let cost = costs.falsePage * (block.alerts.length - trueAlerts(block).length);
  for (const incident of block.incidents) {
    const pages = pagesOf(block, incident);
    const detectedMs = pages[0]?.startMs ?? incident.endMs;
    const undetectedMs = Math.max(0, detectedMs - Math.max(incident.startMs, firstMs));
    cost += costs.undetectedHour * (undetectedMs / HOUR_MS);
    cost += pages.length === 0 ? costs.missedIncident : costs.repeatedPage * (pages.length - 1);
  }
  return cost;
}

import type { Contender } from '../contenders/contract.ts';
import type { Plan } from '../record/schema.ts';
import type { Assignment } from '../replay/assignment.ts';
import { chooseThresholds, type ThresholdChoices } from './choose-thresholds.ts';
import { withCosts } from './cost-per-day.ts';
import { metricById } from './metrics.ts';
import { watchAssignments } from './watch-assignments.ts';

/** The best thresholds of a contender as it is configured, and the primary metric where they were chosen. */
export async function trySettings(input: {
  readonly contender: Contender;
  readonly assignments: readonly Assignment[];
  readonly seed: number;
  readonly plan: Pick<Plan, 'accuracy' | 'policy'>;
}): Promise<ThresholdChoices> {
  const { primaryMetric, costs } = input.plan.accuracy;
  const [primary] = withCosts([metricById(primaryMetric)], costs);
  return chooseThresholds(await watchAssignments(input), primary!, input.plan);
}

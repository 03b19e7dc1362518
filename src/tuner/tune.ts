import { withCosts } from '../accuracy/cost-per-day.ts';
import { metricById } from '../accuracy/metrics.ts';
import { stateTolerance } from '../accuracy/tolerance.ts';
import type { MetricCard } from '../record/schema.ts';
import { Interrupted } from '../run/run-plan.ts';
import { chooseSettings, refuseUnequalTrials, type SettingsChoice } from './choose-settings.ts';
import { compareSides, sidesOf } from './compare-sides.ts';
import { runTrials, type TuneInput } from './run-trials.ts';
import type { TrialOutcome } from './trial-outcome.ts';
import type { Entrant } from './tune-plan.ts';
import type { Tuned, TunedContender, TuneReport } from './tune-report.ts';

/**
 * Tries every side equally often on the same data, chooses where nothing is judged, and judges what was chosen beside
 * what was shipped.
 * @throws Interrupted, and what `runTrials` throws
 */
export async function tune(input: TuneInput): Promise<TuneReport> {
  const { plan, seed, grain } = input.tunePlan;
  const { asked, used, outcomes } = await runTrials(input);
  refuseUnequalTrials(outcomes.map(({ entrant, outcomes }) => ({ name: entrant.name, trials: outcomes.length })));
  const metric = primaryCard(input);
  input.onEvent({ kind: 'judging' });
  const waiting = outcomes.map((side, at) => ({ ...side, at }));
  const contenders: TunedContender[] = [];
  const lane = async () => {
    for (let side = waiting.shift(); side !== undefined; side = waiting.shift()) {
      contenders[side.at] = await judgeEntrant(side.entrant, side.outcomes, metric, input);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, input.jobs) }, lane));
  const { name, digest } = plan.dataset;
  return {
    dataset: { name, digest },
    protocol: plan.protocol,
    metric,
    policy: plan.policy,
    seed,
    grain,
    trials: { asked, used },
    margin: plan.accuracy.margin,
    contenders,
  };
}

async function judgeEntrant(
  entrant: Entrant,
  outcomes: readonly TrialOutcome[],
  metric: MetricCard,
  { tunePlan: { plan }, runErrand, signal }: TuneInput,
): Promise<TunedContender> {
  const { name, use } = entrant;
  const shipped = outcomes[0]!;
  if (shipped.kind === 'failed') return { name, use, ...shipped };
  if (signal.aborted) throw new Interrupted();
  const choice = chooseSettings(outcomes, metric.better);
  const sides = sidesOf(entrant, outcomes, choice);
  const ended = await runErrand({ kind: 'judge-picks', sides, seed: plan.seeds[0]! });
  if (signal.aborted) throw new Interrupted();
  if (ended.kind === 'failed') return { name, use, ...ended };
  if (ended.report.kind !== 'judge-picks') throw new Error(`judging was answered with ${ended.report.kind}`);
  return {
    name,
    use,
    kind: 'tuned',
    ...describe(entrant, outcomes, choice, plan.protocol.kind === 'split'),
    ...compareSides(ended.report.sides, metric, plan),
  };
}

function describe(
  { space, trials }: Entrant,
  outcomes: readonly TrialOutcome[],
  { heldOut, inSample }: SettingsChoice,
  isSplit: boolean,
): Omit<Tuned, 'asShipped' | 'tuned' | 'optimism' | 'gain'> {
  const used = trials.slice(0, outcomes.length);
  const { trial } = isSplit ? heldOut[0]! : inSample;
  return {
    dimensions: space?.dimensions ?? [],
    differentSettings: new Set(used.map(({ digest }) => digest)).size,
    failedTrials: outcomes.filter(({ kind }) => kind === 'failed').length,
    chosen: { trial, values: trials[trial]!.values },
    folds: heldOut,
    inSampleFold: inSample,
    trials: used.map(({ values }, i) => {
      const outcome = outcomes[i]!;
      return {
        values,
        objectives: outcome.kind === 'failed' ? null : outcome.heldOut.folds.map(({ objective }) => objective),
      };
    }),
  };
}

function primaryCard({ tunePlan: { plan } }: TuneInput): MetricCard {
  const { primaryMetric, costs, tolerance } = plan.accuracy;
  const [primary] = withCosts([metricById(primaryMetric)], costs);
  return stateTolerance(primary!.card, tolerance);
}

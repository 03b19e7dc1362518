import { deriveSeed, type Random, seededRandom } from '../../src/chance.ts';
import { type Labels, labelsOfRecord } from '../../src/promql/labels.ts';
import type { SampleSeries } from '../../src/promql/sample-source.ts';
import type { Expression } from '../../src/promql/syntax.ts';
import { type AlertMetric, type MetricFamily, metricFamilies } from './alert-metrics.ts';
import { BOUNDS, boundLabel, buckets, counter, gauge, health, lastTime, limit, type Signal } from './signals.ts';
import { scrapedTarget, type Target } from './target.ts';

/** What a name says of its metric, the first that fits: what alerts compare with 0 and 1, with the time, with a limit. */
const SIGNAL_OF_NAME: readonly (readonly [RegExp, Signal])[] = [
  [/(_total|_count|_sum)$/, counter],
  [/timestamp|expiration|optimeDate|_last_.*time$|start_time|completion_time/i, lastTime],
  [/(^|_)(up|live|active|online|unsealed|attached|running|status|state|successful|ready|healthy)$/i, health],
  [/max|limit|capacity|(^|_)size|available_bytes|threshold|desired|spec_/i, limit],
];

function signalOf({ name, isCounted }: AlertMetric): Signal {
  if (isCounted) return counter;
  return SIGNAL_OF_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? gauge;
}

/** The label sets of a metric at one target: one for each that is asked for, and one that answers to no particular question. */
function variantsOf(metric: AlertMetric): readonly Readonly<Record<string, string>>[] {
  const plain = Object.fromEntries(
    metric.asked
      .flatMap((asked) => Object.keys(asked).filter((label) => label !== 'job'))
      .map((label) => [label, 'other']),
  );
  const variants = new Map([plain, ...metric.asked].map((labels) => [JSON.stringify(labels), labels]));
  variants.delete('{}');
  return variants.size === 0 ? [{}] : [...variants.values()];
}

interface Plan {
  readonly metric: AlertMetric;
  readonly labels: Labels;
  /** Of the family's labels and those asked for; a histogram adds `le`. */
  readonly record: Readonly<Record<string, string>>;
}

const isHistogram = ({ name }: AlertMetric): boolean => name.endsWith('_bucket');
const sizeOf = (plan: Plan): number => (isHistogram(plan.metric) ? BOUNDS.length : 1);

/** Everything one instance of a family exposes. */
function plansOf(family: MetricFamily, instance: number): readonly Plan[] {
  const asked = family.metrics.flatMap((metric) => metric.asked);
  const job = asked.find((labels) => labels.job !== undefined)?.job ?? family.metrics[0]!.name.split('_')[0]!;
  const shared = Object.fromEntries(family.labels.map((label) => [label, `${label}-${instance}`]));
  const plans = family.metrics.flatMap((metric) =>
    variantsOf(metric).map((variant): Plan => {
      const record = { job, instance: `10.1.0.${instance}:9100`, ...shared, ...variant };
      return { metric, record, labels: labelsOfRecord({ __name__: metric.name, ...record }) };
    }),
  );
  return [...new Map(plans.map((plan) => [plan.labels.key, plan])).values()];
}

/**
 * A recording in which the alerts of these expressions find series: every metric they name, with the labels they match
 * and group by, at one instance of each family of metrics; then more instances, family after family, up to `count`
 * series, or as close as whole instances come to it.
 * @throws Error where one instance of each is already more than `count`
 */
export function alertedRecording(
  expressions: readonly Expression[],
  { count, seed, durationMs }: { readonly count: number; readonly seed: number; readonly durationMs: number },
): SampleSeries[] {
  const families = metricFamilies(expressions);
  const series: SampleSeries[] = [];
  let before = -1;
  for (let instance = 1; series.length > before; instance++) {
    before = series.length;
    for (const family of families) {
      const plans = plansOf(family, instance);
      const size = plans.reduce((sum, plan) => sum + sizeOf(plan), 0);
      if (series.length + size > count) {
        if (instance === 1) throw new Error(`one instance of each metric takes more than ${count} series`);
        continue;
      }
      const random = seededRandom(deriveSeed(seed, plans[0]!.labels.key));
      const target = scrapedTarget(random, durationMs);
      for (const plan of plans) series.push(...seriesOf(plan, target, random));
    }
  }
  return series;
}

function seriesOf({ metric, labels, record }: Plan, target: Target, random: Random): SampleSeries[] {
  const { timestampsMs } = target;
  if (!isHistogram(metric)) return [{ labels, timestampsMs, values: signalOf(metric)(target, random), stale: null }];
  const columns = buckets(BOUNDS, target, random);
  return BOUNDS.map((bound, b) => ({
    labels: labelsOfRecord({ __name__: metric.name, ...record, le: boundLabel(bound) }),
    timestampsMs,
    values: columns[b]!,
    stale: null,
  }));
}

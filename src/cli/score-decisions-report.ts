import Table from 'cli-table3';
import type { SurvivalStep } from '../accuracy/kaplan-meier.ts';
import { computeMetric, type Judged, type Metric } from '../accuracy/metric.ts';
import type { Tolerance } from '../accuracy/tolerance.ts';
import type { AccuracyResult, MetricCard, MetricReading, MetricValue, PolicySettings } from '../record/schema.ts';
import { count, metricText } from '../views/format.ts';
import type { CommandIo } from './command-io.ts';
import type { ChosenThreshold } from './decided-threshold.ts';

export interface Figure {
  readonly card: MetricCard;
  readonly value: MetricValue;
  /** What the same scores reach in random order; null for metrics that noise does badly on. */
  readonly chance: MetricValue | null;
}

interface DecisionsReport {
  /** Null: none, so no alerts. */
  readonly threshold: number | null;
  readonly policy: PolicySettings;
  readonly tolerance: Tolerance;
  /** Null: given, or none. */
  readonly chosen: ChosenThreshold | null;
  readonly figures: readonly Figure[];
  readonly metrics: readonly Metric[];
  readonly judged: readonly Judged[];
  readonly bootstrap: AccuracyResult['bootstrap'] | null;
  readonly survival: readonly SurvivalStep[] | null;
  /** Result files in the layout of NAB. */
  readonly written: readonly string[];
}

export function decisionsJson({
  threshold,
  policy,
  tolerance,
  chosen,
  figures,
  metrics,
  judged,
  bootstrap,
  survival,
  written,
}: DecisionsReport) {
  return {
    format: 'csv',
    threshold,
    thresholdChoice: chosen,
    policy,
    tolerance,
    metrics: figures.map(({ card, value, chance }): MetricReading & { readonly chance?: MetricValue } => ({
      metric: card.id,
      value,
      ...(chance !== null && { chance }),
    })),
    bootstrap,
    recordings: judged.map((one) => ({
      recording: one.recordingId,
      rows: one.timestampsMs.length,
      incidents: one.incidents.length,
      alerts: threshold === null ? null : one.alerts.length,
      metrics: metrics.map(
        (metric): MetricReading => ({ metric: metric.card.id, value: computeMetric(metric, [one]) }),
      ),
    })),
    /** Time to detect as a curve: what share of the incidents is still undetected after so long. */
    survival,
    ...(written.length > 0 && { written }),
  };
}

export function printDecisions(io: CommandIo, report: DecisionsReport): void {
  const { threshold, chosen, figures, judged, bootstrap, written } = report;
  const flatters = figures.some(({ chance }) => chance !== null);
  const head = ['metric', 'value', ...(flatters ? ['same scores, random order'] : [])];
  const table = new Table({ style: { head: [], border: [] }, head });
  for (const { card, value, chance } of figures) {
    const beside = chance === null ? '' : metricText(chance, card);
    table.push([card.title, metricText(value, card), ...(flatters ? [beside] : [])]);
  }
  const total = (size: (one: Judged) => number) => judged.reduce((sum, one) => sum + size(one), 0);
  const incidents = count(
    total((one) => one.incidents.length),
    'incident',
  );
  const pages = count(
    total((one) => one.alerts.length),
    'alert',
  );
  const alerts = threshold === null ? 'no threshold, so no alerts' : pages;
  const intervals = bootstrap === null ? '' : '; intervals at 95 %';
  io.out(`${table.toString()}\n${count(judged.length, 'recording')}, ${incidents}, ${alerts}${intervals}\n`);
  if (chosen !== null) {
    const { by, trials, chosenOn } = chosen;
    io.out(`threshold ${chosen.threshold}: best ${by} of ${trials} trials on ${chosenOn.join(', ')}\n`);
  }
  if (written.length > 0) io.out(`wrote ${count(written.length, 'result file')} in the layout of NAB\n`);
}

import { median } from '../../src/latency/location.ts';
import type { SampleSource } from '../../src/promql/sample-source.ts';
import { walk } from '../../src/promql/walk.ts';
import { duration, short, table } from '../accuracy/comparison.ts';
import type { AlertExpressions } from './alert-expressions.ts';
import { type AlertThroughput, alertThroughput } from './alert-throughput.ts';
import type { Recordings } from './recordings.ts';
import { ALERT_STEPS_MS, wholeDay } from './whole-day.ts';

const NO_ALERTS = 'Not run: there is no folder of alerts (WATCHBENCH_ALERTS names one).';

/** Evaluations per second of all alerts, at both steps. */
export function alertSection({ alerted }: Recordings, progress: (what: string) => void): string {
  if (alerted === null) return NO_ALERTS;
  const { alerts, series, source } = alerted;
  const all = alerts.evaluated.length + alerts.refused.length;
  const runs = ALERT_STEPS_MS.map((stepMs) => {
    progress(`alerts at ${stepMs / 1000} s`);
    return { stepMs, run: alertThroughput(alerts.evaluated, source, wholeDay(stepMs)) };
  });
  const rows = runs.map(({ stepMs, run }) => throughputRow(stepMs, run, alerts));
  const head = ['step', 'steps', 'all expressions', 'evaluations per second', 'with a result', 'refused', 'failed'];
  const slowest = runs.map(
    ({ stepMs, run }) =>
      `Dearest at ${stepMs / 1000} s: ${run.slowest.map(({ name, seconds }) => `${name} ${duration(seconds)}`).join(', ')}.`,
  );
  return `${all} alerts of ${alerts.files} files over ${series.length.toLocaleString('en-GB')} series named after the metrics they ask
for; ${blindSelectors(alerts, source)} of their selectors find none.

${table(head, rows)}

An evaluation is one expression at one step. Times are processor time of all threads, the median of five passes [least,
most] after one that does not count. ${slowest.join(' ')}`;
}

/** How many selectors find no series, over the whole recording. */
function blindSelectors({ evaluated }: AlertExpressions, source: SampleSource): number {
  let blind = 0;
  for (const { expression } of evaluated) {
    walk(expression, (part) => {
      if (part.kind !== 'instant-selector') return;
      if (source.select(part.matchers, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY).length === 0) blind++;
    });
  }
  return blind;
}

function throughputRow(stepMs: number, run: AlertThroughput, { evaluated, refused }: AlertExpressions): string[] {
  const all = evaluated.length + refused.length;
  const seconds = median(run.seconds);
  const notEvaluated = refused.length + run.refused.length;
  return [
    `${stepMs / 1000} s`,
    run.steps.toLocaleString('en-GB'),
    `${duration(seconds)} [${duration(Math.min(...run.seconds))}, ${duration(Math.max(...run.seconds))}]`,
    `${short(((all - notEvaluated) * run.steps) / seconds / 1e6)} million`,
    String(run.withResult),
    `${notEvaluated} of ${all}`,
    String(run.failed.length),
  ];
}

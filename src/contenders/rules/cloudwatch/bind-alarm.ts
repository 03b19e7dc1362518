import { formatDuration } from '../../../duration.ts';
import { type Channel, channelName } from '../../../telemetry/recording.ts';
import type { MetricAlarm, MetricQuery } from './alarm.ts';
import { evaluationStepMs } from './evaluation-clock.ts';
import { idsOf, readsAllMetrics } from './metric-math/ast.ts';
import { findSource, type Reduction } from './metric-source.ts';
import type { ReplaySettings } from './settings.ts';
import type { Statistic } from './statistic.ts';

/** A metric alarm and the columns its data points are made of. */
export interface BoundAlarm {
  readonly alarm: MetricAlarm;
  readonly sources: readonly { readonly id: string; readonly reduction: Reduction; readonly statistic: Statistic }[];
  /** Columns of the edges of the band it compares with; null where it compares with a number. */
  readonly band: { readonly lower: number; readonly upper: number } | null;
}

export type Binding =
  | { readonly kind: 'bound'; readonly bound: BoundAlarm; readonly notes: readonly string[] }
  | { readonly kind: 'no-data'; readonly reason: string }
  | { readonly kind: 'unreplayable'; readonly reason: string };

/** What an alarm would be evaluated on in a recording with these channels, or why it cannot be. */
export function bindAlarm(alarm: MetricAlarm, channels: readonly Channel[], settings: ReplaySettings): Binding {
  const { resolutionMs } = settings;
  const { periodMs } = alarm;
  if (resolutionMs > evaluationStepMs(periodMs) && periodMs % resolutionMs !== 0) {
    const reason = `rows every ${formatDuration(resolutionMs)} make no periods of ${formatDuration(periodMs)}`;
    return { kind: 'unreplayable', reason };
  }
  const band = findBand(alarm, channels, settings);
  if (band !== null && 'reason' in band) return { kind: 'unreplayable', reason: band.reason };
  const notes: string[] = [];
  const missing: string[] = [];
  const sources: BoundAlarm['sources'][number][] = [];
  for (const { id, metric, statistic, stat } of metricsOf(alarm)) {
    const source = findSource(metric, statistic, stat, channels, settings.metrics);
    if (source.kind === 'unmatched') {
      missing.push(`no channel is ${metricText(metric.name, metric.dimensions)}`);
      continue;
    }
    const unfit = source.kind === 'unfit' ? source.reason : tooFine(source.reduction, stat, periodMs, resolutionMs);
    if (unfit !== null || source.kind === 'unfit') return { kind: 'unreplayable', reason: unfit ?? '' };
    if (source.note !== null) notes.push(`${metric.name}: ${source.note}`);
    sources.push({ id, reduction: source.reduction, statistic });
  }
  if (missing.length > 0) return { kind: 'no-data', reason: missing.join('; ') };
  if (resolutionMs > evaluationStepMs(periodMs)) notes.push('rows too coarse to know the minute of evaluation');
  return { kind: 'bound', bound: { alarm, sources, band }, notes };
}

const tooFine = (reduction: Reduction, stat: string, periodMs: number, resolutionMs: number): string | null =>
  reduction.kind === 'as-is' && periodMs !== resolutionMs
    ? `${stat} over ${formatDuration(periodMs)} cannot be made of ${stat} over ${formatDuration(resolutionMs)}`
    : null;

/** The metrics that what is watched depends on. */
function metricsOf({ queries, watched }: MetricAlarm): Extract<MetricQuery, { kind: 'stat' }>[] {
  const needed = new Set<string>();
  const visit = (id: string): void => {
    if (needed.has(id)) return;
    needed.add(id);
    const query = queries.find((each) => each.id === id);
    if (query?.kind !== 'expression') return;
    for (const inner of idsOf(query.expression)) visit(inner);
    if (readsAllMetrics(query.expression)) for (const { kind, id: each } of queries) if (kind === 'stat') visit(each);
  };
  visit(watched);
  return queries.filter((query) => query.kind === 'stat').filter(({ id }) => needed.has(id));
}

function findBand({ name, threshold }: MetricAlarm, channels: readonly Channel[], { bands }: ReplaySettings) {
  if (threshold.kind === 'number') return null;
  const given = bands.find(({ alarm }) => alarm === name);
  if (given === undefined) {
    return { reason: 'its anomaly band is made by a model that AWS trains, and the series of the band are not given' };
  }
  const columnOf = (wanted: string) => channels.findIndex((channel) => channelName(channel) === wanted);
  const [lower, upper] = [columnOf(given.lower), columnOf(given.upper)];
  if (lower === -1 || upper === -1) {
    return {
      reason: `no channel ${JSON.stringify(lower === -1 ? given.lower : given.upper)} with the edge of its band`,
    };
  }
  return { lower, upper };
}

function metricText(name: string, dimensions: Readonly<Record<string, string>>): string {
  return channelName({ labels: { ...dimensions, __name__: name }, unit: '1', kind: 'gauge' });
}

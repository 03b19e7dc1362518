import type { EngineOptions } from '../contenders/rules/prometheus/evaluation/engine-options.ts';
import type { ExplainedAlert } from '../contenders/rules/prometheus/explain/explain-alert-rule.ts';
import type { ExplainedMoment } from '../contenders/rules/prometheus/explain/explain-moment.ts';
import type { MissingSamples } from '../contenders/rules/prometheus/explain/missing-samples.ts';
import type { AlertRule, RuleGroup } from '../contenders/rules/prometheus/rule-file.ts';
import type { ExplainedValue } from '../promql/evaluate/explain.ts';
import { formatExpression } from '../promql/format-expression.ts';
import type { Labels } from '../promql/labels.ts';
import { formatFloat } from '../promql/text/format-float.ts';
import { formatTime } from '../telemetry/time-text.ts';

export interface ExplainReport {
  readonly alert: string;
  readonly data: string;
  /** null: all firings were asked for. */
  readonly atMs: number | null;
  readonly rules: readonly { readonly group: RuleGroup; readonly rule: AlertRule }[];
  readonly options: EngineOptions;
  readonly stretches: readonly (ExplainedAlert & {
    readonly id: string;
    readonly startMs: number;
    readonly endMs: number;
  })[];
}

/** One JSON document. Times are ISO, durations milliseconds; a value that JSON has no number for is text. */
export function explainJson({ alert, data, atMs, rules, stretches }: ExplainReport) {
  return {
    alert,
    data,
    at: time(atMs),
    rules: rules.map(({ group, rule }) => ({
      group: group.name,
      place: rule.place,
      expression: rule.query.source.text.trim(),
      forMs: rule.holdMs,
      keepFiringForMs: rule.keepFiringMs,
    })),
    recordings: stretches.map(({ id, startMs, endMs, history, explained, quiet }) => ({
      id,
      start: time(startMs),
      end: time(endMs),
      runs: history.runs.map(({ of, lastEvaluationMs, ...counts }) => ({ rule: of.rule.place, ...counts })),
      episodes: history.episodes.length,
      firings: history.episodes.filter(({ firedAtMs }) => firedAtMs !== null).length,
      explained: explained.map(({ episode, phase, moments }) => ({
        rule: episode.of.rule.place,
        labels: record(episode.labels),
        phase,
        activeAt: time(episode.activeAtMs),
        firedAt: time(episode.firedAtMs),
        endedAt: time(episode.endedAtMs),
        ended: episode.ended,
        pendingMs: episode.firedAtMs === null ? null : episode.firedAtMs - episode.activeAtMs,
        moments: moments.map(({ when, ...moment }) => ({ when, ...momentJson(moment) })),
      })),
      quiet: quiet.map(({ of, ...moment }) => ({ rule: of.rule.place, ...momentJson(moment) })),
    })),
  };
}

const time = (atMs: number | null): string | null => (atMs === null ? null : formatTime(atMs));
const record = ({ pairs }: Labels): Record<string, string> => Object.fromEntries(pairs);
const number = (value: number | null): number | string | null =>
  value === null || Number.isFinite(value) ? value : formatFloat(value);

function momentJson({ atMs, threshold, parts, missing }: ExplainedMoment) {
  return {
    at: time(atMs),
    threshold:
      threshold === null
        ? null
        : { ...threshold, observed: number(threshold.observed), limit: number(threshold.limit) },
    parts: parts.map(({ text, depth, value }) => ({ text, depth, value: valueJson(value) })),
    missing: missing.map(missingJson),
  };
}

function valueJson(value: ExplainedValue) {
  switch (value.kind) {
    case 'scalar':
      return { kind: value.kind, value: number(value.value) };
    case 'vector':
      return {
        ...value,
        elements: value.elements.map((each) => ({ labels: record(each.labels), value: number(each.value) })),
      };
    case 'matrix':
      return {
        ...value,
        series: value.series.map(({ labels, sampleCount, firstMs, lastMs, lastValue }) => ({
          labels: record(labels),
          samples: sampleCount,
          first: time(firstMs),
          last: time(lastMs),
          lastValue: number(lastValue),
        })),
      };
    default:
      return value;
  }
}

const missingJson = ({ selector, ...rest }: MissingSamples) => ({
  selector: formatExpression(selector),
  ...rest,
  ...('labels' in rest && { labels: record(rest.labels) }),
});

import pc from 'picocolors';
import type { AlertHistory } from '../contenders/rules/prometheus/explain/alert-episodes.ts';
import type { ExplainedEpisode } from '../contenders/rules/prometheus/explain/explain-alert-rule.ts';
import type { ExplainedMoment } from '../contenders/rules/prometheus/explain/explain-moment.ts';
import { type MissingSamples, MOST_MISSING } from '../contenders/rules/prometheus/explain/missing-samples.ts';
import { alertText } from '../contenders/rules/prometheus/watching/alert-text.ts';
import { formatDuration } from '../duration.ts';
import { formatPlace } from '../faults.ts';
import { type ExplainedValue, MAX_EXPLAINED } from '../promql/evaluate/explain.ts';
import { formatExpression } from '../promql/format-expression.ts';
import { formatLabels, type Labels } from '../promql/labels.ts';
import { formatTime } from '../telemetry/time-text.ts';
import type { ExplainReport } from './rules-explain-json.ts';

/** For whoever was paged: what, since when, by how much, made of what. */
export function explainText(report: ExplainReport, colour: boolean): string {
  const { bold, dim } = pc.createColors(colour);
  const lines: string[] = [];
  for (const { group, rule } of report.rules) {
    lines.push(`${bold(rule.name)}, group ${group.name}, ${formatPlace(rule.place)}`);
    lines.push(
      ...rule.query.source.text
        .trim()
        .split('\n')
        .map((line) => `  ${line.trim()}`),
    );
    const held = rule.holdMs > 0 ? `for ${formatDuration(rule.holdMs)}` : 'fires at once';
    const kept = rule.keepFiringMs > 0 ? `, kept firing for ${formatDuration(rule.keepFiringMs)}` : '';
    lines.push(dim(`  ${held}${kept}`));
  }
  for (const stretch of report.stretches) {
    const { id, startMs, endMs, history, explained, quiet } = stretch;
    lines.push('', bold(`${id}: ${formatTime(startMs)} to ${formatTime(endMs)}`));
    if (report.atMs === null) lines.push(...historyLines(history));
    explained.forEach((each, i) => {
      lines.push('', ...episodeLines(each, explained.length > 1 ? `${i + 1}. ` : ''));
    });
    const fired = history.episodes.filter(({ firedAtMs }) => firedAtMs !== null).length;
    if (report.atMs === null && fired > explained.length)
      lines.push('', `and ${fired - explained.length} more (--most ${fired})`);
    for (const moment of quiet) {
      lines.push('', `neither pending nor firing at ${formatTime(report.atMs!)}`); // only --at asks for quiet rules
      lines.push(...momentLines('at the last evaluation', moment));
    }
  }
  return `${lines.join('\n')}\n`;
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

function historyLines({ episodes, runs }: AlertHistory): string[] {
  const fired = episodes.filter(({ firedAtMs }) => firedAtMs !== null).length;
  const dropped = episodes.filter(({ ended }) => ended === 'dropped');
  const lines = [fired === 0 ? 'never fired' : `fired ${times(fired)}`];
  if (dropped.length > 0) {
    const longestMs = Math.max(...dropped.map(({ activeAtMs, endedAtMs }) => endedAtMs! - activeAtMs)); // dropped, so it ended
    lines.push(`pending ${times(dropped.length)} without firing, at the longest for ${formatDuration(longestMs)}`);
  }
  for (const { evaluations, withData, failed, refused, firstMessage } of runs) {
    const saw =
      withData === 0
        ? 'it never saw data, so its silence says nothing'
        : withData === evaluations
          ? 'all with data'
          : `${withData} with data`;
    lines.push(`${evaluations} evaluations, ${saw}`);
    if (failed + refused > 0) lines.push(`${failed} failed, ${refused} refused: ${firstMessage}`);
  }
  return lines.map((line) => `  ${line}`);
}

function episodeLines({ episode, phase, moments }: ExplainedEpisode, number: string): string[] {
  const { labels, activeAtMs, firedAtMs, endedAtMs, ended, of } = episode;
  const holdMs = of.rule.kind === 'alert' ? of.rule.holdMs : 0;
  const askedMs = moments.at(-1)!.atMs; // there is one at least
  const lines = [`${number}${alertText(of.rule.name, labels)} ${phase === 'inactive' ? 'fired' : `is ${phase}`}`];
  if (holdMs > 0 || firedAtMs === null) lines.push(`   active since ${formatTime(activeAtMs)}`);
  if (firedAtMs === null) {
    lines.push(`   pending for ${formatDuration(askedMs - activeAtMs)} of ${formatDuration(holdMs)}`);
  } else {
    const pending = holdMs > 0 ? `, after ${formatDuration(firedAtMs - activeAtMs)} pending` : '';
    lines.push(`   fired at ${formatTime(firedAtMs)}${pending}`);
  }
  if (endedAtMs !== null && firedAtMs !== null) {
    const how = ended === 'cleared' ? 'cleared, its group has too many alerts' : 'over';
    lines.push(`   ${how} at ${formatTime(endedAtMs)}, after ${formatDuration(endedAtMs - firedAtMs)} firing`);
  } else if (firedAtMs !== null && moments.every(({ when }) => when !== 'asked')) {
    lines.push('   still firing at the end');
  }
  const titles = { activation: 'when it became active', firing: 'when it fired', asked: 'at the last evaluation' };
  for (const { when, ...moment } of moments) {
    lines.push(...momentLines(titles[when], moment).map((line) => `   ${line}`));
    const isReturned = moment.parts[0]?.value.kind === 'vector' && moment.parts[0].value.elements.length > 0;
    if (when === 'asked' && firedAtMs !== null && !isReturned)
      lines.push('     not returned any more: kept by keep_firing_for');
  }
  return lines;
}

const LONGEST_PART = 72;

function momentLines(title: string, { atMs, threshold, parts, missing }: ExplainedMoment): string[] {
  const shown = parts.map(({ text, depth, value }) => ({
    text: `${'  '.repeat(depth)}${text.length > LONGEST_PART ? `${text.slice(0, LONGEST_PART - 1)}…` : text}`,
    value: valueText(value),
  }));
  const width = Math.max(0, ...shown.map(({ text }) => text.length));
  return [
    `${title}, ${formatTime(atMs)}${threshold === null ? '' : `: ${thresholdText(threshold)}`}`,
    ...shown.map(({ text, value }) => `  ${text.padEnd(width)}  ${value}`),
    ...missing.map((each) => `  missing: ${missingText(each)}`),
    ...(missing.length === MOST_MISSING ? ['  and perhaps more'] : []),
  ];
}

function thresholdText({ observed, operator, limit }: NonNullable<ExplainedMoment['threshold']>): string {
  if (observed === null || limit === null)
    return `${observed === null ? 'no one value' : short(observed)} against ${limit === null ? 'no one limit' : short(limit)}`;
  const ratio = (observed - limit) / Math.abs(limit);
  const margin = Number.isFinite(ratio) ? ` (${ratio >= 0 ? '+' : ''}${short(100 * ratio)} %)` : '';
  return `${short(observed)} held against ${operator} ${short(limit)}${margin}`;
}

/** Four digits are enough to compare by eye; JSON has them all. */
function short(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const rounded = Number(value.toPrecision(4));
  return Math.abs(rounded) >= 1e4 && Math.abs(rounded) < 1e15 ? String(Math.round(value)) : String(rounded);
}

function valueText(value: ExplainedValue): string {
  switch (value.kind) {
    case 'scalar':
      return short(value.value);
    case 'string':
      return JSON.stringify(value.value);
    case 'failed':
      return `fails: ${value.message}`;
    case 'vector':
      return listed(
        value.count,
        value.elements.map((each) => `${among(value.count, each.labels)}${short(each.value)}`),
      );
    case 'matrix':
      return listed(
        value.count,
        value.series.map(
          (each) =>
            `${among(value.count, each.labels)}${each.sampleCount} samples, the last ${short(each.lastValue)} at ${formatTime(each.lastMs)}`,
        ),
      );
  }
}

/** Beside others an element says which it is. */
const among = (count: number, labels: Labels): string => (count > 1 ? `${formatLabels(labels)} ` : '');

const SHOWN = 3;

function listed(count: number, texts: readonly string[]): string {
  if (count === 0) return 'nothing';
  if (texts.length === 0) return `nothing of this alert (${count} of others)`;
  const more =
    texts.length > SHOWN
      ? ` and ${texts.length === MAX_EXPLAINED ? `up to ${count - SHOWN}` : texts.length - SHOWN} more`
      : '';
  return `${texts.slice(0, SHOWN).join('; ')}${more}`;
}

function missingText(missing: MissingSamples): string {
  switch (missing.kind) {
    case 'no-series':
      return `${formatExpression(missing.selector)} has no series`;
    case 'gaps':
      return `${formatLabels(missing.labels)} has ${missing.found} samples of ${missing.expected} that the window should hold`;
    case 'old':
      return `${formatLabels(missing.labels)} is ${formatDuration(missing.ageMs)} old, its samples are ${formatDuration(missing.stepMs)} apart`;
  }
}

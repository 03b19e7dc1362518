import { formatDuration } from '../../../../duration.ts';
import { formatPlace } from '../../../../faults.ts';
import { type Labels, labelsOf, labelValue, METRIC_NAME } from '../../../../promql/labels.ts';
import { formatDuration as formatHold } from '../../../../promql/parse/parse-duration.ts';
import { type Channel, channelName } from '../../../../telemetry/recording.ts';
import type { Cause } from '../../../contract.ts';
import { recordable } from '../../severity.ts';
import type { AlertInstance } from '../evaluation/alert-state.ts';
import type { ProgramRule } from '../evaluation/rule-program.ts';
import { formatGoFloat } from '../templates/go-float.ts';
import { alertText } from './alert-text.ts';
import type { TracedPart } from './explain-alert.ts';

/** What was noted of an alert when it became active and when it fired. */
export interface AlertStory {
  readonly limit: number | null;
  readonly atActivation: readonly TracedPart[];
  /** null: it has not fired. */
  readonly atFiring: readonly TracedPart[] | null;
}

const short = (value: number): string => formatGoFloat(value, 'g', 4);

/** One sentence for a person on a pending or firing alert, with its numbers. */
export function alertCause(
  { rule }: ProgramRule,
  alert: AlertInstance,
  story: AlertStory | undefined,
  channel: string | null,
  nowMs: number,
): Cause {
  const limit = story?.limit ?? null;
  const holdMs = rule.kind === 'alert' ? rule.holdMs : 0;
  const heldMs = alert.firedAtMs === null ? nowMs - alert.activeAtMs : alert.firedAtMs - alert.activeAtMs;
  const wait = holdMs > 0 ? `, ${formatDuration(heldMs)} pending of ${formatHold(holdMs)}` : '';
  const since = alert.firedAtMs === null ? '' : ` for ${formatDuration(nowMs - alert.firedAtMs)}`;
  const kept = alert.keepSinceMs === null ? '' : ', kept firing without data or condition';
  const margin =
    limit === null
      ? `value ${short(alert.value)}`
      : `${short(alert.value)} against ${short(limit)}${percent(alert.value, limit)}`;
  const parts = [
    `${alertText(rule.name, alert.labels)} ${alert.phase}${since}${wait}${kept}: ${margin}`,
    ...told('when it became active', story?.atActivation),
    ...(holdMs > 0 ? told('when it fired', story?.atFiring ?? undefined) : []),
    formatPlace(rule.place),
  ];
  return {
    source: rule.name,
    channel,
    observed: Number.isNaN(alert.value) ? null : recordable(alert.value),
    limit: limit === null || Number.isNaN(limit) ? null : recordable(limit),
    share: null,
    text: parts.join('; '),
  };
}

function percent(value: number, limit: number): string {
  const ratio = (value - limit) / Math.abs(limit);
  return Number.isFinite(ratio) ? ` (${ratio >= 0 ? '+' : ''}${short(100 * ratio)} %)` : '';
}

function told(when: string, parts: readonly TracedPart[] | undefined): string[] {
  if (parts === undefined || parts.length === 0) return [];
  const values = parts.flatMap(({ text, value }) => (value === null ? [] : [`${text} = ${short(value)}`]));
  const missing = parts.flatMap(({ text, count }) => (count === 0 ? [text] : []));
  return [
    ...(values.length > 0 ? [`${when} ${values.join(', ')}`] : []),
    ...(missing.length > 0 ? [`${when} nothing from ${missing.join(', ')}`] : []),
  ];
}

/** Which one channel an alert is about: the only one that its expression selects and its labels do not contradict. */
export function channelFinder(channels: readonly Channel[]): (rule: ProgramRule, alert: Labels) => string | null {
  const known = channels.map((channel) => ({
    name: channelName(channel),
    labels: labelsOf(Object.entries(channel.labels)),
  }));
  const found = new Map<string, string | null>();
  return ({ facts, index }, alert) => {
    const key = `${index} ${alert.key}`;
    let name = found.get(key);
    if (name === undefined) {
      const fitting = known.filter(({ labels }) => {
        const isSelected = facts?.selectors.some(({ matchers }) =>
          matchers.every(({ label, matches }) => matches(labelValue(labels, label))),
        );
        return (
          isSelected &&
          labels.pairs.every(([label, value]) => {
            const own = labelValue(alert, label);
            return label === METRIC_NAME || own === '' || own === value;
          })
        );
      });
      name = fitting.length === 1 ? fitting[0]!.name : null;
      if (found.size < MOST_REMEMBERED) found.set(key, name);
    }
    return name;
  };
}

const MOST_REMEMBERED = 10_000;

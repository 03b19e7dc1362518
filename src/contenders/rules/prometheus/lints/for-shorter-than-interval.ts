import { formatDuration } from '../../../../duration.ts';
import { type RuleLint, stretchOfName } from './lint.ts';

export const forShorterThanInterval: RuleLint = {
  kind: 'rule',
  id: 'for-shorter-than-interval',
  severity: 'warning',
  what: 'a `for` (or `keep_firing_for`) shorter than the interval of the group',
  why: 'Alerts change at evaluations only: a shorter `for` holds back until the next one, which is a whole interval.',
  fix: 'write the interval, or shorten that of the group',
  find(each, { evaluationIntervalMs }) {
    const { rule, group } = each;
    const intervalMs = group.intervalMs ?? evaluationIntervalMs;
    if (rule.kind !== 'alert' || intervalMs === null) return [];
    const given: [string, number][] = [
      ['for', rule.holdMs],
      ['keep_firing_for', rule.keepFiringMs],
    ];
    return given
      .filter(([, ms]) => ms > 0 && ms < intervalMs)
      .map(([key, ms]) => ({
        at: stretchOfName(each),
        message: `\`${key}: ${formatDuration(ms)}\` comes to ${formatDuration(intervalMs)}, the interval of the group`,
      }));
  },
};

import { formatDuration } from '../../../duration.ts';
import type { Cause } from '../../contract.ts';
import { formatReading } from '../format-reading.ts';
import { recordable } from '../severity.ts';
import type { MetricAlarm } from './alarm.ts';
import type { AlarmState } from './missing-data.ts';

/** What a decision was made of. */
export interface Judged {
  /** Newest breaching data point, else the newest there is; null where there is none. */
  readonly value: number | null;
  readonly limit: number | null;
  readonly side: string;
  readonly isBreaching: boolean;
  readonly breaches: number;
  readonly readings: number;
  /** Of the N periods, how many more had no data. */
  readonly missing: number;
  /** How long the alarm has been in its state. */
  readonly forMs: number;
}

export function alarmCause(
  alarm: MetricAlarm,
  judged: Judged,
  state: AlarmState,
  { channel, phaseKnown }: { readonly channel: string | null; readonly phaseKnown: boolean },
): Cause {
  const { value, limit, side, isBreaching, breaches, readings, missing } = judged;
  const { evaluationPeriods, datapointsToAlarm, treatMissingData, periodMs } = alarm;
  const about =
    value === null || limit === null
      ? 'no data points'
      : `${formatReading(value, '1')} is ${isBreaching ? '' : 'not '}${side} ${formatReading(limit, '1')}`;
  const ofN = `${breaches} of ${readings} data points of ${formatDuration(periodMs)} breach`;
  const lacking = missing > 0 ? `, ${missing} missing (${treatMissingData})` : '';
  const needed = `${datapointsToAlarm} of ${evaluationPeriods} needed`;
  const standing = state === 'ALARM' && judged.forMs > 0 ? `, in ALARM for ${formatDuration(judged.forMs)}` : '';
  const phase = phaseKnown ? '' : '; rows are too coarse to know the minute of evaluation';
  return {
    source: alarm.name,
    channel,
    observed: value === null ? null : recordable(value),
    limit: limit === null ? null : recordable(limit),
    share: null,
    text: `${watchedText(alarm)}: ${about}; ${ofN}${lacking}, ${needed}${standing}${phase} [${alarm.where}]`,
  };
}

/** `CPUUtilization Average`, or the expression. */
function watchedText({ queries, watched }: MetricAlarm): string {
  const query = queries.find(({ id }) => id === watched)!;
  return query.kind === 'expression' ? query.text : `${query.metric.name} ${query.stat}`;
}

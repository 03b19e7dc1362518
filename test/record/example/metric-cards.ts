import type { MetricCard } from '../../../src/record/schema.ts';

function card(
  id: string,
  title: string,
  unit: string,
  better: MetricCard['better'],
  definition: string,
  undefinedWhen: string,
): MetricCard {
  const range: MetricCard['range'] = unit === '1' ? [0, 1] : [0, null];
  return { id, version: 1, title, unit, better, range, definition, undefinedWhen, source: 'watchbench' };
}

export const METRIC_CARDS: readonly MetricCard[] = [
  card(
    'event-f1',
    'Event F1',
    '1',
    'higher',
    'Harmonic mean of event precision and event recall.',
    'there are no incidents',
  ),
  card(
    'event-precision',
    'Event precision',
    '1',
    'higher',
    'Alerts that overlap an incident, over all alerts.',
    'there are no alerts',
  ),
  card(
    'event-recall',
    'Event recall',
    '1',
    'higher',
    'Incidents overlapped by an alert, over all incidents.',
    'there are no incidents',
  ),
  card(
    'time-to-detect',
    'Time to detect',
    'ms',
    'lower',
    'Median time from the start of an incident to its first alert; a missed incident counts as longer than it lasted.',
    'no incident was detected',
  ),
  card(
    'false-alarms-per-day',
    'False alarms per day',
    'alerts/day',
    'lower',
    'Alerts that overlap no incident, per judged day.',
    'no time is judged',
  ),
  card('time-in-alarm', 'Time in alarm', '1', 'lower', 'Share of judged time with an alert up.', 'no time is judged'),
  card(
    'roc-auc',
    'ROC AUC',
    '1',
    'higher',
    'Chance that a row in an incident scores above a row outside, ties half.',
    'one class is missing, or all scores are equal',
  ),
];

import { metricOfSums } from './block-sums.ts';
import { defined, type Judged, undefinedBecause } from './metric.ts';
import { countedRowCount, countedRows, wholeOf } from './stretch.ts';

export const timeInAlarm = metricOfSums({
  card: {
    id: 'time-in-alarm',
    version: 1,
    title: 'Time in alarm',
    unit: '1',
    better: 'neither',
    range: [0, 1],
    definition:
      'Scored rows inside a span of an alert / scored rows. The pause between two spans of one page is not in alarm. An alert that went up before the first scored row counts from there. Silence gets 0 and an alarm that never clears gets 1; the share of rows in incidents is what a perfect watcher gets.',
    undefinedWhen: 'no row is scored',
    source: 'operational unit of this project',
  },
  sums: ['rowsInAlarm', 'rows'],
  count: (block) => ({ rowsInAlarm: rowsInAlarm(block), rows: countedRowCount(block) }),
  value: ({ rowsInAlarm, rows }) => (rows === 0 ? undefinedBecause('no row is scored') : defined(rowsInAlarm / rows)),
});

/** Spans of one recording do not overlap, so their rows add up. */
function rowsInAlarm(judged: Judged): number {
  const { from, to } = countedRows(judged);
  let rows = 0;
  const { alerts, alreadyUp } = wholeOf(judged);
  for (const alert of [...alreadyUp, ...alerts]) {
    if (alert.startRow >= to || alert.endRow < from) continue;
    for (const span of alert.spans) {
      rows += Math.max(0, Math.min(span.endRow, to - 1) - Math.max(span.startRow, from) + 1);
    }
  }
  return rows;
}

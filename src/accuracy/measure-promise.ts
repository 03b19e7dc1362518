import type { FalseAlarmPromise } from '../contenders/contract.ts';
import { AS_WRITTEN_THRESHOLD } from '../contenders/contract.ts';
import type { MetricValue, PromiseResult } from '../record/schema.ts';
import { labelRows } from '../telemetry/label-rows.ts';
import { clopperPearson } from './intervals.ts';
import type { Watched } from './watched.ts';

/** A recording watched by someone who promises something about it. */
export type WatchedUnderPromise = Watched & { readonly promise: FalseAlarmPromise };

export const isUnderPromise = (watched: Watched): watched is WatchedUnderPromise => watched.promise !== undefined;

/** Rows that score 1 or more one after the other: one event seen on several rows. */
interface Counted {
  readonly rows: number;
  readonly leftOut: number;
  /** Length of each stretch of alarms. */
  readonly stretches: readonly number[];
}

/**
 * The promised rate against the share of judged quiet rows that score 1 or more. Quiet: in no incident, and with none so
 * short a time before that its readings still count in the score. Rows on which it abstained are not counted.
 *
 * The interval allows for rows that alarm together. Neighbouring scores share readings, so n rows tell as much as n / d
 * independent ones, where d, the design effect, is the mean length of the stretch that an alarming row lies in. Clopper
 * and Pearson's interval is taken at that effective size (Korn and Graubard, Survey Methodology 24 (1998), 193-201).
 * Without an alarm there is no stretch to go by, and d is the number of rows that scores are averaged over.
 * @returns null where nobody promises anything
 */
export function measurePromise(watched: readonly WatchedUnderPromise[]): PromiseResult | null {
  const first = watched[0];
  if (first === undefined) return null;
  const counts = watched.map(countQuietRows);
  const rows = counts.reduce((sum, count) => sum + count.rows, 0);
  const leftOut = counts.reduce((sum, count) => sum + count.leftOut, 0);
  const stretches = counts.flatMap((count) => count.stretches);
  const alarms = stretches.reduce((sum, length) => sum + length, 0);
  const { by, falseAlarmRate, smoothingRows } = first.promise;
  const effect = alarms === 0 ? smoothingRows : stretches.reduce((sum, length) => sum + length ** 2, 0) / alarms;
  const measured = shareOf(alarms, rows, effect);
  return { by, falseAlarmRate, measured, rows, alarms, stretches: stretches.length, leftOut };
}

function countQuietRows({ task, trace, promise }: WatchedUnderPromise): Counted {
  const labels = labelRows(task.labelled.recording, task.labelled.incidents);
  const stretches: number[] = [];
  let rows = 0;
  let leftOut = 0;
  let sinceIncident = Number.POSITIVE_INFINITY;
  let length = 0;
  const close = () => {
    if (length > 0) stretches.push(length);
    length = 0;
  };
  for (let row = 0; row < labels.length; row++) {
    sinceIncident = labels[row] === 1 ? 0 : sinceIncident + 1;
    const isQuiet = sinceIncident > promise.reachRows;
    const score = trace.scores[row]!;
    const isCounted = row >= task.fromRow && isQuiet && !Number.isNaN(score);
    if (row >= task.fromRow && !isQuiet && labels[row] !== 1) leftOut++;
    if (isCounted) rows++;
    if (isCounted && score >= AS_WRITTEN_THRESHOLD) length++;
    else close();
  }
  close();
  return { rows, leftOut, stretches };
}

function shareOf(alarms: number, rows: number, effect: number): MetricValue {
  if (rows === 0) return { kind: 'undefined', reason: 'no quiet row was scored' };
  const interval = clopperPearson(alarms / effect, rows / effect);
  return { kind: 'defined', value: alarms / rows, interval: { ...interval, method: 'korn-graubard' } };
}

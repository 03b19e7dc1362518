import { resultOf } from '../../src/record/lookup.ts';
import type { AccuracyResult, Cell, Outcome, RunRecord, Study } from '../../src/record/schema.ts';
import { exampleRecord } from './example-record.ts';

/** The example record with changes made to a copy of it. */
export function changedRecord(change: (record: RunRecord) => void): RunRecord {
  const record = exampleRecord();
  change(record);
  return record;
}

export function setOutcome(record: RunRecord, study: Study, contender: string, outcome: Outcome): void {
  const cell = record.cells.find((each): each is Cell => each.study === study && each.contender === contender);
  cell!.outcome = outcome;
}

/** Gives a contender a primary metric of exactly this value on every resample. */
export function setPrimary(
  record: RunRecord,
  contender: string,
  value: number | ((resample: number) => number),
): AccuracyResult {
  const accuracy = resultOf(record, 'accuracy', contender)!;
  const of = typeof value === 'number' ? () => value : value;
  accuracy.replicates = accuracy.replicates.map((_, i) => of(i));
  const reading = accuracy.metrics.find(({ metric }) => metric === record.plan.accuracy.primaryMetric)!;
  const mean = accuracy.replicates.reduce<number>((sum, each) => sum + each!, 0) / accuracy.replicates.length;
  reading.value = { kind: 'defined', value: mean };
  return accuracy;
}

export const BASELINES = ['null', 'random', 'always', 'metronome', 'last-value', 'rolling-mad'];

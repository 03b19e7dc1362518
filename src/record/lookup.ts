import type {
  Cell,
  ContenderInfo,
  MetricCard,
  MetricReading,
  MetricValue,
  RunRecord,
  Study,
  StudyResult,
} from './schema.ts';

export type ResultOf<S extends Study> = Extract<StudyResult, { readonly kind: S }>;

/** The cell of one study of one contender; of several seeds the first planned one. */
export function cellOf(record: RunRecord, study: Study, contender: string): Cell | undefined {
  return record.cells.find((cell) => cell.study === study && cell.contender === contender);
}

/** Its result where it was measured. */
export function resultOf<S extends Study>(record: RunRecord, study: S, contender: string): ResultOf<S> | undefined {
  const outcome = cellOf(record, study, contender)?.outcome;
  return outcome?.kind === 'measured' && outcome.result.kind === study ? (outcome.result as ResultOf<S>) : undefined;
}

/** Why there is no result, in words; undefined where there is one. */
export function whyNoResult(record: RunRecord, study: Study, contender: string): string | undefined {
  const cell = cellOf(record, study, contender);
  if (cell === undefined)
    return record.plan.studies.includes(study) ? 'no such cell in the record' : 'study not planned';
  if (cell.outcome.kind === 'failed') return `failed: ${cell.outcome.message} [${cell.outcome.code}]`;
  if (cell.outcome.kind === 'not-measured') return `not measured: ${cell.outcome.reason}`;
  return undefined;
}

/** A metric's value out of a list of readings; undefined with a reason where the list does not hold it. */
export function readingOf(readings: readonly MetricReading[], metric: string): MetricValue {
  return (
    readings.find((reading) => reading.metric === metric)?.value ?? { kind: 'undefined', reason: 'not in the record' }
  );
}

export function cardOf(record: RunRecord, metric: string): MetricCard | undefined {
  return record.metricCards.find((card) => card.id === metric);
}

export function contendersOf(record: RunRecord, family: ContenderInfo['traits']['family']): ContenderInfo[] {
  return record.plan.contenders.filter((contender) => contender.traits.family === family);
}

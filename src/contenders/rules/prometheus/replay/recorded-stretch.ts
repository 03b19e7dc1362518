import { memorySource } from '../../../../promql/memory-source.ts';
import type { SampleSeries, SampleSource } from '../../../../promql/sample-source.ts';
import type { Recording } from '../../../../telemetry/recording.ts';
import type { RuleProgram } from '../evaluation/rule-program.ts';
import { isOwnOutput } from '../evaluation/rule-reads.ts';
import { recordedSeries } from './recorded-series.ts';

/** One recording, ready for queries. */
export interface RecordedStretch {
  readonly id: string;
  readonly source: SampleSource;
  readonly series: readonly SampleSeries[];
  /** Of its first and last sample; equal and 0 where it has none. */
  readonly startMs: number;
  readonly endMs: number;
}

/** @param program rules that will be replayed over it: what a server wrote of them is left out */
export function recordedStretch(recording: Recording, program?: Pick<RuleProgram, 'rules'>): RecordedStretch {
  const isOwn = program === undefined ? () => false : isOwnOutput(program);
  const series = recordedSeries(recording, (labels) => !isOwn(labels)).filter(
    ({ timestampsMs }) => timestampsMs.length > 0,
  );
  const startMs = series.reduce((first, { timestampsMs }) => Math.min(first, timestampsMs[0]!), Infinity);
  const endMs = series.reduce((last, { timestampsMs }) => Math.max(last, timestampsMs.at(-1)!), -Infinity);
  const isEmpty = series.length === 0;
  return {
    id: recording.id,
    source: memorySource(series),
    series,
    startMs: isEmpty ? 0 : startMs,
    endMs: isEmpty ? 0 : endMs,
  };
}

import type { QueryResult } from '../../src/promql/evaluate/evaluate.ts';
import type { StepRange } from '../../src/promql/evaluate/steps.ts';
import type { Column } from '../../src/promql/evaluated.ts';
import { formatLabels, labelsOfRecord } from '../../src/promql/labels.ts';

interface RangeResponse {
  readonly data: {
    readonly resultType: string;
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [seconds: number, value: string])[];
    }[];
  };
}

export interface Comparison {
  readonly seriesCount: number;
  readonly valueCount: number;
  /** Greatest |a − b| / max(|a|, |b|). */
  readonly worstRatio: number;
  /** Values further apart than 1e-9, or that only one side has. */
  readonly differenceCount: number;
  /** The first of them, in words. */
  readonly firstDifference: string | null;
}

/** Sums of a few hundred doubles in another order differ by less. */
const TOLERANCE_RATIO = 1e-9;

const toNumber = (text: string): number =>
  text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);

function apart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const ratio = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
}

function columnsOf({ value }: QueryResult, stepCount: number): readonly Column[] {
  if (value.kind === 'vector') return value.columns;
  if (value.kind !== 'scalar') throw new Error(`a ${value.kind} over a range`);
  const present = new Uint8Array(stepCount).fill(1);
  return [{ labels: labelsOfRecord({}), values: value.values, present, nameDropped: false }];
}

/** Value by value, series by series, with the response of `query_range` to the same query over the same steps. */
export function compareResults(ours: QueryResult, body: string, { startMs, endMs, stepMs }: StepRange): Comparison {
  const { result } = (JSON.parse(body) as RangeResponse).data;
  const stepCount = Math.floor((endMs - startMs) / stepMs) + 1;
  const columns = new Map(columnsOf(ours, stepCount).map((column) => [column.labels.key, column]));
  let valueCount = 0;
  let worstRatio = 0;
  let differenceCount = 0;
  let firstDifference: string | null = null;
  const differ = (what: () => string): void => {
    differenceCount++;
    firstDifference ??= what();
  };
  for (const { metric, values } of result) {
    const labels = labelsOfRecord(metric);
    const column = columns.get(labels.key);
    let shared = 0;
    for (const [seconds, text] of values) {
      valueCount++;
      const step = Math.round((seconds * 1000 - startMs) / stepMs);
      const theirs = toNumber(text);
      if (column === undefined || column.present[step] === 0) {
        differ(() => `${formatLabels(labels)} at ${seconds}: ${text}, ours has none`);
        continue;
      }
      shared++;
      const ratio = apart(column.values[step]!, theirs);
      worstRatio = Math.max(worstRatio, ratio);
      if (ratio > TOLERANCE_RATIO) {
        differ(() => `${formatLabels(labels)} at ${seconds}: ${text}, ours ${column.values[step]}`);
      }
    }
    if (column === undefined) continue;
    columns.delete(labels.key);
    const extra = column.present.reduce((sum, there) => sum + there, 0) - shared;
    for (let i = 0; i < extra; i++) differ(() => `${formatLabels(labels)}: ours has ${extra} steps more`);
  }
  for (const { labels } of columns.values()) differ(() => `${formatLabels(labels)}: ours alone`);
  return { seriesCount: result.length, valueCount, worstRatio, differenceCount, firstDifference };
}

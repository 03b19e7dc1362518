import type { Labels } from '../labels.ts';
import { atEnd, type Cursor, NotationError, skipBlanks, whatIsHere } from './cursor.ts';
import { readMetric } from './read-metric.ts';
import { readValues, type SeriesValues, type StepRoom, stepRoom } from './read-values.ts';

export { SAMPLE_KIND, type SeriesValues, type StepRoom, stepRoom } from './read-values.ts';

/** What a text in series notation says, or what is wrong with it and where (UTF-16 units from its start). */
export type SeriesOutcome<Parsed> =
  | { readonly kind: 'parsed'; readonly value: Parsed }
  | { readonly kind: 'invalid'; readonly message: string; readonly offset: number };

export interface SeriesNotation {
  readonly labels: Labels;
  readonly row: SeriesValues;
}

/**
 * A series as test scripts and promtool's test files write it: `metric{a="b"} 1 _ 2x3 0+10x5 stale {{sum:1}}`.
 * Source: Prometheus' documentation of unit tests for rules, and of its test scripts.
 */
export const parseSeries = (text: string, room: StepRoom = stepRoom()): SeriesOutcome<SeriesNotation> =>
  read(text, (cursor) => ({ labels: readMetric(cursor), row: readValues(cursor, room) }));

/** The values alone: `0+10x5 stale`. */
export const parseSeriesValues = (text: string, room: StepRoom = stepRoom()): SeriesOutcome<SeriesValues> =>
  read(text, (cursor) => readValues(cursor, room));

/** A metric alone: `metric{a="b"}`. */
export const parseMetric = (text: string): SeriesOutcome<Labels> => read(text, readMetric);

function read<Parsed>(text: string, reader: (cursor: Cursor) => Parsed): SeriesOutcome<Parsed> {
  const cursor: Cursor = { text, at: 0 };
  try {
    skipBlanks(cursor);
    const value = reader(cursor);
    skipBlanks(cursor);
    if (!atEnd(cursor)) throw new NotationError(`expected the end, got ${whatIsHere(cursor)}`, cursor.at);
    return { kind: 'parsed', value };
  } catch (thrown) {
    if (!(thrown instanceof NotationError)) throw thrown;
    return { kind: 'invalid', message: thrown.message, offset: thrown.offset };
  }
}

import type { Fault } from '../../faults.ts';
import { parseSeries, stepRoom } from '../series-notation/parse-series.ts';
import type { SeriesLine } from './commands.ts';

/** A line without the blanks at its ends; empty when it is a comment. */
export interface ScriptLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Where `text` starts in the line as written, from 1. */
  readonly column: number;
}

export function scriptLines(script: string): ScriptLine[] {
  return script.split('\n').map((raw, i) => {
    const text = raw.trim();
    const isComment = text.startsWith('#');
    return { number: i + 1, text: isComment ? '' : text, column: raw.length - raw.trimStart().length + 1 };
  });
}

/** Says what is wrong, `offset` units into the line. */
export type Complain = (line: ScriptLine, message: string, offset?: number, hint?: string) => void;

export function complainer(file: string, faults: Fault[]): Complain {
  return (line, message, offset = 0, hint = undefined) => {
    faults.push({
      code: 'promql/test-script',
      message,
      place: { file, line: line.number, column: line.column + offset },
      ...(hint !== undefined && { hint }),
    });
  };
}

/** Series, line by line; null, with a complaint, when the line is none. */
export type ReadSeries = (line: ScriptLine) => SeriesLine | null;

/** For all lines of one script, which have their room together. */
export function seriesReader(complain: Complain): ReadSeries {
  const room = stepRoom();
  return (line) => {
    const outcome = parseSeries(line.text, room);
    if (outcome.kind === 'parsed') return { line: line.number, ...outcome.value };
    complain(line, outcome.message, outcome.offset, 'expected a series, such as metric{job="a"} 1 _ 2x3 0+10x5 stale');
    return null;
  };
}

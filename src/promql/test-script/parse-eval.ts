import type { EvalCommand, EvalTime, OldForm } from './commands.ts';
import { parseExpectation } from './parse-expectation.ts';
import { readTime } from './read-time.ts';
import type { Complain, ReadSeries, ScriptLine } from './script-lines.ts';

const INSTANT = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+at\s+(\S+)\s+/;
const RANGE = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+/;

/** null, with complaints, when the first line is no eval. */
export function parseEval(
  first: ScriptLine,
  rest: readonly ScriptLine[],
  readSeries: ReadSeries,
  complain: Complain,
): EvalCommand | null {
  const head = parseHead(first, complain);
  const expectation = parseExpectation(rest, head?.oldForm ?? null, head?.time.kind ?? 'instant', readSeries, complain);
  if (head === null) return null;
  const { queryAt, time } = head;
  return {
    kind: 'eval',
    line: first.number,
    column: first.column + queryAt,
    query: first.text.slice(queryAt),
    time,
    expectation,
  };
}

interface Head {
  readonly oldForm: OldForm | null;
  readonly time: EvalTime;
  readonly queryAt: number;
}

function parseHead(line: ScriptLine, complain: Complain): Head | null {
  const match = INSTANT.exec(line.text) ?? RANGE.exec(line.text);
  if (match === null || match[0].length === line.text.length) {
    complain(
      line,
      `expected an eval, got ${JSON.stringify(line.text)}`,
      0,
      'eval instant at TIME QUERY, or eval range from TIME to TIME step DURATION QUERY',
    );
    return null;
  }
  const [all, oldForm, ...written] = match;
  const timesMs = written.map((text) => timeOf(text, line, complain));
  if (timesMs.includes(null)) return null;
  const [fromMs, toMs, stepMs] = timesMs as number[];
  const common = { oldForm: (oldForm ?? null) as OldForm | null, queryAt: all.length };
  if (toMs === undefined) return { ...common, time: { kind: 'instant', atMs: fromMs! } };
  if (toMs < fromMs!) {
    complain(line, 'the range ends before it starts');
    return null;
  }
  return { ...common, time: { kind: 'range', startMs: fromMs!, endMs: toMs, stepMs: stepMs! } };
}

function timeOf(text: string, line: ScriptLine, complain: Complain): number | null {
  const timeMs = readTime(text);
  if (timeMs === null) {
    complain(line, `expected a time such as 90s, 1h30m or 0, got ${JSON.stringify(text)}`, line.text.indexOf(text));
  }
  return timeMs;
}

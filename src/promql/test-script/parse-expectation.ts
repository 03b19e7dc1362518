import { RE2JS } from 're2js';
import { NotationError } from '../series-notation/cursor.ts';
import { readQuoted } from '../series-notation/read-quoted.ts';
import type { AnnotationExpectation, Expectation, ExpectedResult, OldForm, SeriesLine, TextMatch } from './commands.ts';
import { readTime } from './read-time.ts';
import type { Complain, ReadSeries, ScriptLine } from './script-lines.ts';

type Word = 'ordered' | 'fail' | 'warn' | 'no_warn' | 'info' | 'no_info';

/** What the lines of a block have said so far. */
interface Said {
  readonly matches: Record<Word, TextMatch[]>;
  readonly series: SeriesLine[];
  scalar: number | null;
  text: string | null;
  rangeVector: { readonly startMs: number; readonly endMs: number; readonly stepMs: number } | null;
}

const ANY: TextMatch = { kind: 'any' };

export function parseExpectation(
  lines: readonly ScriptLine[],
  oldForm: OldForm | null,
  time: 'instant' | 'range',
  readSeries: ReadSeries,
  complain: Complain,
): Expectation {
  const said: Said = {
    matches: { ordered: [], fail: [], warn: [], no_warn: [], info: [], no_info: [] },
    series: [],
    scalar: null,
    text: null,
    rangeVector: null,
  };
  for (const line of lines) readLine(line, said, oldForm, time, readSeries, complain);
  const { matches } = said;
  if (oldForm !== null && matches[oldForm].length === 0) matches[oldForm].push(ANY);
  const [first] = lines;
  if (first !== undefined) complainOfContradictions(first, said, time, complain);
  return {
    result: resultOf(said),
    failure: matches.fail[0] ?? null,
    warnings: annotationsOf(matches.warn, matches.no_warn),
    infos: annotationsOf(matches.info, matches.no_info),
  };
}

function readLine(
  line: ScriptLine,
  said: Said,
  oldForm: OldForm | null,
  time: 'instant' | 'range',
  readSeries: ReadSeries,
  complain: Complain,
): void {
  const { text } = line;
  const number = bareNumber(text);
  if (oldForm === 'fail' && text.startsWith('expected_fail_')) readOldFailure(line, said, complain);
  else if (text.startsWith('expect range vector')) readRangeVector(line, said, complain);
  else if (text.startsWith('expect string')) readString(line, said, complain);
  else if (/^expect\s/.test(text)) readExpect(line, said, complain);
  else if (number !== null) said.scalar = number;
  else expectSeries(line, said, time, readSeries, complain);
}

function expectSeries(
  line: ScriptLine,
  said: Said,
  time: 'instant' | 'range',
  readSeries: ReadSeries,
  complain: Complain,
): void {
  const series = readSeries(line);
  if (series === null) return;
  if (time === 'instant' && said.rangeVector === null && series.row.kinds.length !== 1) {
    complain(line, `an instant query has one value for each series, here are ${series.row.kinds.length}`);
  }
  said.series.push(series);
}

const EXPECT = /^expect\s+(ordered|fail|warn|no_warn|info|no_info)(?:\s+(regex|msg):(.+))?$/;

function readExpect(line: ScriptLine, said: Said, complain: Complain): void {
  const match = EXPECT.exec(line.text);
  if (match === null) {
    const hint =
      'expect is followed by ordered, fail, warn, no_warn, info or no_info, then perhaps by msg: TEXT or regex: PATTERN';
    complain(line, `unknown expectation ${JSON.stringify(line.text)}`, 0, hint);
    return;
  }
  const [, word, form, text] = match;
  said.matches[word as Word].push(textMatch(line, form, text?.trim() ?? '', complain));
}

function textMatch(line: ScriptLine, form: string | undefined, text: string, complain: Complain): TextMatch {
  if (form === undefined) return ANY;
  if (form === 'msg') return { kind: 'text', text };
  try {
    const pattern = RE2JS.compile(text);
    return { kind: 'pattern', source: text, isFoundIn: (whole) => pattern.matcher(whole).find() };
  } catch (thrown) {
    complain(line, `not a regular expression: ${(thrown as Error).message}`, line.text.indexOf(text));
    return ANY;
  }
}

const OLD_FAILURE = /^expected_fail_(message|regexp)\s+(.+)$/;

function readOldFailure(line: ScriptLine, said: Said, complain: Complain): void {
  const match = OLD_FAILURE.exec(line.text);
  if (match === null) {
    complain(line, 'expected expected_fail_message TEXT or expected_fail_regexp PATTERN');
    return;
  }
  said.matches.fail.push(textMatch(line, match[1] === 'message' ? 'msg' : 'regex', match[2]!, complain));
}

const RANGE_VECTOR = /^expect range vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/;

function readRangeVector(line: ScriptLine, said: Said, complain: Complain): void {
  const match = RANGE_VECTOR.exec(line.text);
  const [startMs, endMs, stepMs] = (match ?? []).slice(1).map(readTime);
  if (startMs == null || endMs == null || stepMs == null) {
    complain(line, 'expected expect range vector from TIME to TIME step DURATION');
    return;
  }
  said.rangeVector = { startMs, endMs, stepMs };
}

function readString(line: ScriptLine, said: Said, complain: Complain): void {
  const text = line.text.slice('expect string'.length).trim();
  const cursor = { text, at: 0 };
  try {
    said.text = readQuoted(cursor);
    if (cursor.at !== text.length) throw new NotationError('expected the end after the string', cursor.at);
  } catch (thrown) {
    if (!(thrown instanceof NotationError)) throw thrown;
    complain(line, thrown.message, line.text.length - text.length + thrown.offset);
  }
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEX = /^([+-]?)(0[xX][0-9a-fA-F]+)$/;

/** The line as a number alone; null when it is something else. */
function bareNumber(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text);
  const hex = HEX.exec(text);
  if (hex !== null) return (hex[1] === '-' ? -1 : 1) * Number(hex[2]);
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf(inity)?$/i.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return null;
}

function complainOfContradictions(
  line: ScriptLine,
  { matches, scalar, text, series, rangeVector }: Said,
  time: 'instant' | 'range',
  complain: Complain,
): void {
  for (const kind of ['warn', 'info'] as const) {
    if (matches[kind].length > 0 && matches[`no_${kind}`].length > 0) {
      complain(line, `expect ${kind} and expect no_${kind} cannot stand together`);
    }
  }
  if (matches.fail.length > 1) complain(line, 'a query fails once: more than one line expects it to');
  const results = [scalar !== null, text !== null, series.length > 0 || rangeVector !== null].filter(Boolean).length;
  if (results > 1) complain(line, 'a result is a scalar, a string or series, not several of these');
  if (time === 'instant') return;
  if (matches.ordered.length > 0) complain(line, 'expect ordered is for instant queries');
  if (text !== null || rangeVector !== null || scalar !== null) {
    complain(line, 'a range query returns series: no scalar, string or range vector');
  }
}

function resultOf({ scalar, text, rangeVector, series, matches }: Said): ExpectedResult {
  if (scalar !== null) return { kind: 'scalar', value: scalar };
  if (text !== null) return { kind: 'string', value: text };
  if (rangeVector !== null) return { kind: 'range-vector', lines: series, ...rangeVector };
  return { kind: 'series', lines: series, isOrdered: matches.ordered.length > 0 };
}

function annotationsOf(some: readonly TextMatch[], none: readonly TextMatch[]): AnnotationExpectation {
  if (some.length > 0) return { kind: 'some', matches: some };
  return { kind: none.length > 0 ? 'none' : 'not-checked' };
}

import { type Fault, throwIfAny } from '../../faults.ts';
import type { LoadCommand, ScriptCommand } from './commands.ts';
import { parseEval } from './parse-eval.ts';
import { readTime } from './read-time.ts';
import {
  type Complain,
  complainer,
  type ReadSeries,
  type ScriptLine,
  scriptLines,
  seriesReader,
} from './script-lines.ts';

/**
 * A script in the language of Prometheus' own PromQL tests: blocks of `load`, `load_with_nhcb`, `clear`, `eval instant`,
 * `eval range` and the old forms of eval. Queries are not parsed here.
 * @throws InputError `promql/test-script`, every fault of the file at once
 */
export function parseScript(text: string, file: string): readonly ScriptCommand[] {
  const faults: Fault[] = [];
  const complain = complainer(file, faults);
  const readSeries = seriesReader(complain);
  const commands = blocksOf(scriptLines(text)).flatMap(([first, ...rest]) =>
    parseBlock(first, rest, readSeries, complain),
  );
  throwIfAny(faults);
  return commands;
}

type Block = readonly [ScriptLine, ...ScriptLine[]];

/** Lines between empty ones. `clear` takes no lines, so what follows it directly is the next command. */
function blocksOf(lines: readonly ScriptLine[]): Block[] {
  const blocks: [ScriptLine, ...ScriptLine[]][] = [];
  let open: [ScriptLine, ...ScriptLine[]] | null = null;
  for (const line of lines) {
    if (line.text === '') open = null;
    else if (open !== null) open.push(line);
    else {
      const block: [ScriptLine, ...ScriptLine[]] = [line];
      blocks.push(block);
      open = line.text === 'clear' ? null : block;
    }
  }
  return blocks;
}

function parseBlock(
  first: ScriptLine,
  rest: readonly ScriptLine[],
  readSeries: ReadSeries,
  complain: Complain,
): ScriptCommand[] {
  const word = /^\S+/.exec(first.text)![0].toLowerCase();
  if (word === 'clear') return [{ kind: 'clear', line: first.number }];
  const command = word.startsWith('load')
    ? parseLoad(first, rest, readSeries, complain)
    : word.startsWith('eval')
      ? parseEval(first, rest, readSeries, complain)
      : null;
  if (command === null && !word.startsWith('load') && !word.startsWith('eval')) {
    complain(first, `unknown command ${JSON.stringify(word)}`, 0, 'commands are load, load_with_nhcb, clear and eval');
  }
  return command === null ? [] : [command];
}

function parseLoad(
  first: ScriptLine,
  rest: readonly ScriptLine[],
  readSeries: ReadSeries,
  complain: Complain,
): LoadCommand | null {
  const match = /^load(_with_nhcb)?\s+(\S+)$/.exec(first.text);
  const stepMs = match === null ? null : readTime(match[2]!);
  if (match === null || stepMs === null) {
    complain(
      first,
      `expected load STEP or load_with_nhcb STEP, got ${JSON.stringify(first.text)}`,
      0,
      'such as load 30s',
    );
  }
  const series = rest.flatMap((line) => readSeries(line) ?? []);
  if (match === null || stepMs === null) return null;
  return { kind: 'load', line: first.number, stepMs, withNativeHistograms: match[1] !== undefined, series };
}

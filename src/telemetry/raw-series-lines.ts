import { z } from 'zod';
import type { FaultList } from './fault-list.ts';
import type { RawSeries } from './raw-series.ts';
import { RAW_SERIES_FORMAT, type RawSeriesFile } from './raw-series-format.ts';

export interface LineReader {
  /** Lines count from 1. */
  read(content: string, line: number): void;
  /** What was read; only of worth where no fault was added. */
  end(): RawSeriesFile;
}

const count = z.int().nonnegative();
const header = z.strictObject({
  format: z.literal(RAW_SERIES_FORMAT.format),
  version: z.int(),
  recording: z.string().min(1),
  clocks: count,
  series: count,
});
const clockLine = z.strictObject({ clock: count, startMs: z.int(), stepsMs: z.array(z.int().positive()) });
const seriesLine = z.strictObject({
  labels: z.record(z.string(), z.string()).refine((labels) => (labels.__name__ ?? '') !== '', 'expected a __name__'),
  clock: count,
  ticks: z.array(count),
  /** Looked at one by one below: there are millions, and a schema of each takes as long as all the rest. */
  values: z.custom<readonly unknown[]>(Array.isArray, 'expected a list'),
});
const WORDS = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

/** Reads the lines of a raw series file one by one and says what is wrong with each. */
export function rawSeriesLines(faults: FaultList): LineReader {
  let head: z.output<typeof header> | null = null;
  let sawHeader = false;
  let lastLine = 1;
  /** Null where its line was wrong, so that its series are not blamed too. */
  const clocks: (Float64Array | null)[] = [];
  const series: RawSeries[] = [];
  const lineOf = new Map<string, number>();

  function parse<T>(schema: z.ZodType<T>, value: unknown, line: number, code: string): T | null {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues.slice(0, 3)) {
      faults.add(code, `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`, { line });
    }
    return null;
  }

  function readHeader(value: unknown, line: number): void {
    sawHeader = true;
    head = parse(header, value, line, 'raw-series/header');
    if (head !== null && head.version !== RAW_SERIES_FORMAT.version) {
      const message = `version ${head.version}; this reads version ${RAW_SERIES_FORMAT.version}`;
      faults.add('raw-series/version', message, { line });
    }
  }

  function readClock(value: unknown, line: number): void {
    const parsed = parse(clockLine, value, line, 'raw-series/clock');
    if (parsed === null) {
      clocks.push(null);
      return;
    }
    if (parsed.clock !== clocks.length) {
      faults.add('raw-series/clock', `expected clock ${clocks.length}, got ${parsed.clock}`, { line });
    }
    const { startMs, stepsMs } = parsed;
    const times = new Float64Array(stepsMs.length + 1);
    times[0] = startMs;
    stepsMs.forEach((step, i) => {
      times[i + 1] = times[i]! + step;
    });
    clocks.push(times);
  }

  function readSeries(value: unknown, line: number): void {
    const parsed = parse(seriesLine, value, line, 'raw-series/series');
    if (parsed === null) return;
    const identity = JSON.stringify(Object.entries(parsed.labels).sort());
    const before = lineOf.get(identity);
    if (before !== undefined) faults.add('raw-series/duplicate', `the series of line ${before} again`, { line });
    lineOf.set(identity, line);
    const clock = clocks[parsed.clock];
    if (clock === undefined) {
      faults.add('raw-series/series', `clock ${parsed.clock} is not among the ${clocks.length} above`, { line });
      return;
    }
    if (clock === null) return;
    const times = timesAt(clock, parsed.ticks);
    if (typeof times === 'string') faults.add('raw-series/series', `ticks: ${times}`, { line });
    else if (times.length !== parsed.values.length) {
      faults.add('raw-series/series', `${times.length} ticks, but ${parsed.values.length} values`, { line });
    } else {
      const read = readValues(parsed.values);
      if (typeof read === 'string') faults.add('raw-series/series', read, { line });
      else series.push({ labels: parsed.labels, timestampsMs: times, ...read });
    }
  }

  return {
    read(content, line) {
      lastLine = line;
      let value: unknown;
      try {
        value = JSON.parse(content);
      } catch (error) {
        faults.add('raw-series/json', `not JSON: ${(error as SyntaxError).message}`, { line });
        sawHeader = true; // whatever the first line was, what follows is no header
        return;
      }
      if (!sawHeader) readHeader(value, line);
      else if (typeof value === 'object' && value !== null && 'stepsMs' in value) readClock(value, line);
      else readSeries(value, line);
    },
    end() {
      const at = { line: lastLine };
      if (!sawHeader) faults.add('raw-series/header', 'the file is empty', at);
      if (head !== null && faults.count === 0) {
        if (head.clocks !== clocks.length || head.series !== series.length) {
          const got = `${clocks.length} clocks and ${series.length} series`;
          const message = `the header says ${head.clocks} clocks and ${head.series} series, the file has ${got}`;
          faults.add('raw-series/count', message, at);
        }
      }
      return { recording: head?.recording ?? '', series };
    },
  };
}

/** Numbers and staleness markers, or in words what is wrong with the first cell that is neither. */
function readValues(cells: readonly unknown[]): Pick<RawSeries, 'values' | 'stale'> | string {
  const values = new Float64Array(cells.length);
  const stale = new Uint8Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    const value = Number.isFinite(cell) ? (cell as number) : cell === null ? Number.NaN : WORDS.get(cell);
    if (value === undefined)
      return `values.${i}: expected a number, null, or one of "${[...WORDS.keys()].join('", "')}"`;
    values[i] = value;
    if (cell === null) stale[i] = 1;
  }
  return { values, stale };
}

/** The times of the runs, or in words what is wrong with the runs. */
function timesAt(clock: Float64Array, runs: readonly number[]): Float64Array | string {
  const wrong = faultOfRuns(clock.length, runs);
  if (wrong !== null) return wrong;
  const times = new Float64Array(runs.reduce((sum, length, i) => (i % 2 === 0 ? sum : sum + length), 0));
  let filled = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const [first, length] = [runs[i]!, runs[i + 1]!];
    times.set(clock.subarray(first, first + length), filled);
    filled += length;
  }
  return times;
}

function faultOfRuns(ticks: number, runs: readonly number[]): string | null {
  if (runs.length % 2 !== 0) return 'expected pairs of first tick and number of ticks';
  let next = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const [first, length] = [runs[i]!, runs[i + 1]!];
    if (first < next) return `a run begins at tick ${first}, before the last has ended`;
    if (length === 0) return 'a run of no ticks';
    if (first + length > ticks) return `a run ends at tick ${first + length}; its clock has ${ticks}`;
    next = first + length;
  }
  return null;
}

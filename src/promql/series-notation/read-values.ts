import { atEnd, type Cursor, NotationError, skipBlanks, take, takeText, whatIsHere } from './cursor.ts';

/** What stands at one step of a row of values. */
export const SAMPLE_KIND = { value: 0, gap: 1, stale: 2, nativeHistogram: 3 } as const;

/** A row of values, one per step: `kinds[i]` is one of SAMPLE_KIND, `values[i]` means something for `value` alone. */
export interface SeriesValues {
  readonly values: Float64Array;
  readonly kinds: Uint8Array;
}

/** More steps than this, in one row or all rows of a file, are a slip of the pen, or an attempt to fill the memory. */
export const MAX_STEPS = 10_000_000;

/** How many steps may still be told in one file. */
export interface StepRoom {
  left: number;
}

export const stepRoom = (): StepRoom => ({ left: MAX_STEPS });

const NUMBER = /[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|nan)/iy;
const STEP = /[+-](?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|nan)/iy;
const COUNT = /\d+/y;
const BLANK = /[ \t]|$/y;

interface Run {
  readonly kind: number;
  readonly count: number;
  readonly first: number;
  readonly step: number;
}

/** A row to its end: `1 _ 2x3 0+10x5 stale {{schema:0}}x2`. @param room is made smaller by what the row takes */
export function readValues(cursor: Cursor, room: StepRoom): SeriesValues {
  const runs: Run[] = [];
  let total = 0;
  skipBlanks(cursor);
  while (!atEnd(cursor)) {
    const start = cursor.at;
    const run = readRun(cursor);
    total += run.count;
    if (total > room.left) {
      const where = total > MAX_STEPS ? 'one series' : 'all series together';
      throw new NotationError(`more than ${MAX_STEPS} steps in ${where}`, start);
    }
    if (take(cursor, BLANK) === null) {
      throw new NotationError(`expected a blank after a value, got ${whatIsHere(cursor)}`, cursor.at);
    }
    skipBlanks(cursor);
    runs.push(run);
  }
  room.left -= total;
  return layOut(runs, total);
}

/** Step by step, each value the one before plus the step, as Prometheus adds them up. */
function layOut(runs: readonly Run[], total: number): SeriesValues {
  const values = new Float64Array(total);
  const kinds = new Uint8Array(total);
  let at = 0;
  for (const { kind, count, first, step } of runs) {
    let value = first;
    for (let i = 0; i < count; i++, at++, value += step) {
      kinds[at] = kind;
      values[at] = value;
    }
  }
  return { values, kinds };
}

function readRun(cursor: Cursor): Run {
  if (takeText(cursor, '_')) {
    const times = readTimes(cursor);
    return { kind: SAMPLE_KIND.gap, count: times ?? 1, first: 0, step: 0 };
  }
  if (takeText(cursor, 'stale')) return { kind: SAMPLE_KIND.stale, count: 1, first: 0, step: 0 };
  if (cursor.text.startsWith('{{', cursor.at)) return readHistogramRun(cursor);
  return readNumberRun(cursor);
}

function readNumberRun(cursor: Cursor): Run {
  const text = take(cursor, NUMBER);
  if (text === null) throw new NotationError(`expected a value, got ${whatIsHere(cursor)}`, cursor.at);
  const first = toNumber(text);
  const stepText = take(cursor, STEP);
  const times = readTimes(cursor);
  if (stepText !== null && times === null) {
    throw new NotationError(`expected x and a count after ${text}${stepText}, got ${whatIsHere(cursor)}`, cursor.at);
  }
  return {
    kind: SAMPLE_KIND.value,
    count: (times ?? 0) + 1,
    first,
    step: stepText === null ? 0 : toNumber(stepText),
  };
}

/** `{{…}}`, `{{…}}xN`, `{{…}}+{{…}}xN`: how many samples they give is all that is kept of native histograms. */
function readHistogramRun(cursor: Cursor): Run {
  readHistogram(cursor);
  const sign = cursor.text[cursor.at];
  const hasStep = (sign === '+' || sign === '-') && cursor.text.startsWith('{{', cursor.at + 1);
  if (hasStep) {
    cursor.at++;
    readHistogram(cursor);
  }
  const times = readTimes(cursor);
  if (hasStep && times === null) {
    throw new NotationError(`expected x and a count after two histograms, got ${whatIsHere(cursor)}`, cursor.at);
  }
  return { kind: SAMPLE_KIND.nativeHistogram, count: (times ?? 0) + 1, first: Number.NaN, step: 0 };
}

// A scalar property ends at a blank or at the end: without that, one text could be split in a great many ways.
const PROPERTIES =
  /\{\{\s*(?:(?:schema|sum|count|z_bucket|z_bucket_w|offset|n_offset|counter_reset_hint):[^\s{}[\]]+(?:\s+|(?=\}))|(?:buckets|n_buckets|custom_values):\[[^[\]{}]*\]\s*)*\}\}/y;

function readHistogram(cursor: Cursor): void {
  if (take(cursor, PROPERTIES) === null) {
    throw new NotationError(
      'expected a native histogram such as {{schema:0 sum:5 count:4 buckets:[1 2 1]}}',
      cursor.at,
    );
  }
}

/** `xN`; null where there is none. */
function readTimes(cursor: Cursor): number | null {
  if (!takeText(cursor, 'x')) return null;
  const digits = take(cursor, COUNT);
  if (digits === null) {
    throw new NotationError(`expected a whole number after x, got ${whatIsHere(cursor)}`, cursor.at);
  }
  return Number(digits);
}

function toNumber(text: string): number {
  const lower = text.toLowerCase();
  if (lower.endsWith('nan')) return Number.NaN;
  if (lower.endsWith('inf')) return lower.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

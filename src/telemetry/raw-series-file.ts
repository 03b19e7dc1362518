import { pipeline } from 'node:stream/promises';
import { type FaultList, faultList } from './fault-list.ts';
import { openText } from './open-text.ts';
import { pack } from './pack.ts';
import type { RawSeries } from './raw-series.ts';
import { RAW_SERIES_FORMAT, type RawSeriesFile } from './raw-series-format.ts';
import { type LineReader, rawSeriesLines } from './raw-series-lines.ts';
import { shareClocks } from './share-clocks.ts';

/** The file's bytes, gzip: the same series, in whatever order, give the same bytes. */
export function packRawSeries({ recording, series }: RawSeriesFile): Uint8Array {
  const inOrder = [...series].sort((a, b) => compareText(labelsText(a), labelsText(b)));
  const { clocks, placed } = shareClocks(inOrder.map(({ timestampsMs }) => timestampsMs));
  const lines = [
    JSON.stringify({ ...RAW_SERIES_FORMAT, recording, clocks: clocks.length, series: inOrder.length }),
    ...clocks.map((times, clock) =>
      JSON.stringify({
        clock,
        startMs: times[0] ?? 0,
        stepsMs: Array.from(times.subarray(1), (ms, i) => ms - times[i]!),
      }),
    ),
    ...inOrder.map(({ labels, values, stale }, i) => {
      const cells = Array.from(values, (value, at) => (stale[at] === 1 ? null : numberCell(value)));
      return `{"labels":${labelsText({ labels })},"clock":${placed[i]!.clock},"ticks":${JSON.stringify(placed[i]!.ticks)},"values":${JSON.stringify(cells)}}`;
    }),
  ];
  return pack(`${lines.join('\n')}\n`);
}

/**
 * Reads a file that {@link packRawSeries} wrote, plain or gzip.
 * @throws InputError with every fault, each with its line: `raw-series/json`, `raw-series/header`,
 * `raw-series/version`, `raw-series/clock`, `raw-series/series`, `raw-series/duplicate`, `raw-series/count`,
 * `raw-series/cut-off`, `raw-series/line-too-long`, `csv/unreadable`, `csv/gzip`
 * @param mostInLine characters of one line, which is one series
 */
export async function readRawSeries(file: string, mostInLine: number = MOST_IN_LINE): Promise<RawSeriesFile> {
  const faults = faultList(file);
  const reader = rawSeriesLines(faults);
  await readLines(file, reader, faults, mostInLine);
  const read = reader.end();
  faults.throwIfAny();
  return read;
}

/** Two months at one sample a second. A line without an end is not read into memory. */
const MOST_IN_LINE = 64 * 1024 * 1024;
/** A line is a series or a clock; thousands are many. */
const MOST_LINES = 1_000_000;

async function readLines(file: string, reader: LineReader, faults: FaultList, mostInLine: number): Promise<void> {
  let line = 0;
  let isStopped = false;
  const stop = (code: string, message: string, at: number): never => {
    faults.add(code, message, { line: at });
    isStopped = true;
    throw new Error(message);
  };
  const readLine = (content: string): void => {
    line++;
    if (content.trim() !== '') reader.read(content, line);
  };
  const split = async (source: AsyncIterable<Buffer>): Promise<void> => {
    const decoder = new TextDecoder();
    /** Of the line that has not ended yet. */
    let pieces: string[] = [];
    let length = 0;
    for await (const chunk of source) {
      for (const [i, piece] of decoder.decode(chunk, { stream: true }).split('\n').entries()) {
        if (i > 0) {
          readLine(pieces.join(''));
          pieces = [];
          length = 0;
        }
        pieces.push(piece);
        length += piece.length;
      }
      if (length > mostInLine)
        stop('raw-series/line-too-long', `a line is longer than ${mostInLine} characters`, line + 1);
      if (line > MOST_LINES) stop('raw-series/count', `more than ${MOST_LINES} lines`, line);
    }
    if (length > 0) readLine(pieces.join(''));
  };
  try {
    const [bytes, unpack] = await openText(file);
    await (unpack === undefined ? pipeline(bytes, split) : pipeline(bytes, unpack, split));
  } catch (error) {
    // A pipeline has an error of its own for what was stopped midway; the fault has been told.
    if (isStopped) return;
    const isZlib = (error as NodeJS.ErrnoException).code?.startsWith('Z_') ?? false;
    if (!isZlib) throw error;
    faults.add('raw-series/cut-off', `cannot be unpacked to its end: ${(error as Error).message}`);
  }
}

function labelsText({ labels }: Pick<RawSeries, 'labels'>): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((name) => [name, labels[name]]);
  return JSON.stringify(Object.fromEntries(pairs));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** JSON knows neither; -0 is kept as text too, for JSON.stringify drops its sign. */
function numberCell(value: number): number | string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return Object.is(value, -0) ? '-0' : value;
}

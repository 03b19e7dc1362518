import { join } from 'node:path';
import { z } from 'zod';
import { type Fault, throwIfAny } from '../../faults.ts';
import { collectFaults } from '../../telemetry/collect-faults.ts';
import { globMatcher } from '../../telemetry/glob.ts';
import { faultAt, type Path, type PositionedDocument, readDocument } from '../../telemetry/positioned-document.ts';
import { parseTimeMs } from '../../telemetry/time-text.ts';
import { validateDocument } from '../../telemetry/validate-document.ts';
import { groupOf } from './group-of.ts';
import { readNabTable } from './read-table.ts';
import { probationRows, type RowWindow } from './row-values.ts';

/** One labelled series of a NAB checkout. */
export interface NabCorpusFile {
  /** `realAWSCloudwatch/ec2_cpu_utilization_24ae8d.csv` */
  readonly file: string;
  /** In the order recorded; NAB repeats some times and goes back once. */
  readonly timestampsMs: Float64Array;
  readonly windows: readonly RowWindow[];
  readonly probationRows: number;
}

const windowsSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

/**
 * Reads the series and windows of a NAB checkout: `data/CATEGORY/NAME.csv` and `labels/combined_windows.json`.
 * @param select globs over `CATEGORY/NAME`, with or without `.csv`; a file that any of them matches is read. Default: all
 * @throws InputError with every fault: those of `readDocument` and `readCsv`, `nab/select`, `nab/path`, `nab/window`
 */
export async function readNabCorpus(directory: string, select: readonly string[] = []): Promise<NabCorpusFile[]> {
  const document = await readDocument(join(directory, 'labels', 'combined_windows.json'));
  const windowsOf = selected(validateDocument(windowsSchema, document), select);
  const faults: Fault[] = [];
  const corpus: NabCorpusFile[] = [];
  for (const [file, listed] of Object.entries(windowsOf)) {
    if (!/^[^/\\]+\/[^/\\]+\.csv$/.test(file) || file.startsWith('..')) {
      const place = document.placeOfKey([file]);
      faults.push({ code: 'nab/path', message: `expected CATEGORY/NAME.csv, got ${JSON.stringify(file)}`, place });
      continue;
    }
    const timestampsMs = await collectFaults(faults, () => timesOf(join(directory, 'data', file)));
    if (timestampsMs === null) continue;
    const windows = rowWindows(listed, timestampsMs, document, file, faults);
    corpus.push({ file, timestampsMs, windows, probationRows: probationRows(timestampsMs.length) });
  }
  throwIfAny(faults);
  return corpus;
}

/** A glob that matches nothing is a misunderstanding. */
function selected(windowsOf: z.output<typeof windowsSchema>, globs: readonly string[]): z.output<typeof windowsSchema> {
  if (globs.length === 0) return windowsOf;
  const matchers = globs.map((glob) => ({ glob, matches: globMatcher(glob) }));
  const names = Object.keys(windowsOf);
  const matched = (name: string, matches: (name: string) => boolean) =>
    matches(name) || matches(name.replace(/\.csv$/, ''));
  const idle = matchers.filter(({ matches }) => !names.some((name) => matched(name, matches)));
  const groups = [...new Set(names.map((name) => groupOf({ file: name })))].join(', ');
  const hint = `expected CATEGORY/NAME, with * and **; the categories are ${groups}`;
  throwIfAny(
    idle.map(({ glob }) => ({ code: 'nab/select', message: `no file matches ${JSON.stringify(glob)}`, hint })),
  );
  return Object.fromEntries(
    Object.entries(windowsOf).filter(([name]) => matchers.some(({ matches }) => matched(name, matches))),
  );
}

const timesOf = async (path: string) => (await readNabTable(path, [])).timestampsMs;

/** Both edges are times of rows; a repeated time means its first row. Nothing is sorted, repaired or left out. */
function rowWindows(
  listed: readonly (readonly [string, string])[],
  timestampsMs: Float64Array,
  document: PositionedDocument,
  file: string,
  faults: Fault[],
): RowWindow[] {
  const wrong = (path: Path, message: string) => faults.push(faultAt(document, path, 'nab/window', message));
  const rowOf = (text: string, path: Path): number => {
    const row = timestampsMs.indexOf(parseTimeMs(text));
    if (row < 0) wrong(path, `${file} has no row at ${JSON.stringify(text)}`);
    return row;
  };
  let afterRow = -1;
  return listed.map(([start, end], i) => {
    const window = { firstRow: rowOf(start, [file, i, 0]), lastRow: rowOf(end, [file, i, 1]) };
    if (window.firstRow >= 0 && window.lastRow >= 0) {
      if (window.lastRow < window.firstRow) wrong([file, i], 'the window ends before it starts');
      else if (window.firstRow <= afterRow)
        wrong([file, i], 'the window begins before the one listed above it has ended');
      afterRow = window.lastRow;
    }
    return window;
  });
}

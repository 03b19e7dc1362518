import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPublishedThreshold } from '../../../src/accuracy/nab/published-threshold.ts';
import { readNabCorpus } from '../../../src/accuracy/nab/read-corpus.ts';
import { readNabResults } from '../../../src/accuracy/nab/read-results.ts';
import { InputError } from '../../../src/faults.ts';

let root: string;
const put = async (path: string, content: string | Uint8Array) => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), content);
};
const times = ['2014-01-01 00:00:00', '2014-01-01 00:05:00', '2014-01-01 00:05:00', '2014-01-01 00:10:00'];
const series = `timestamp,value\r\n${times.map((time) => `${time},1.5`).join('\r\n')}`;
const windows = (list: readonly (readonly [string, string])[]) => JSON.stringify({ 'cat/a.csv': list }, null, 2);
const result = (scores: readonly string[]) =>
  `timestamp,value,anomaly_score,label,S(t)_standard\n${scores.map((score, i) => `${times[i]},1.5,${score},0,0.0`).join('\n')}\n`;

async function faultsOf(act: () => Promise<unknown>): Promise<string[]> {
  const thrown = await act().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof InputError)) throw new Error(`expected an InputError, got ${String(thrown)}`);
  return thrown.message.replaceAll(`${root}/`, '').split('\n');
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'watchbench-nab-'));
  await put('data/cat/a.csv', series);
  await put('labels/combined_windows.json', windows([['2014-01-01 00:05:00.000000', '2014-01-01 00:10:00.000000']]));
  await put('results/mine/cat/mine_a.csv', result(['0', '0.5', '1', '0']));
});
afterEach(() => rm(root, { recursive: true }));

describe('reading a NAB checkout', () => {
  it('a repeated time means its first row', async () => {
    const corpus = await readNabCorpus(root);
    expect(corpus).toMatchObject([{ file: 'cat/a.csv', windows: [{ firstRow: 1, lastRow: 3 }], probationRows: 0 }]);
  });

  it('a window edge that is no row, and one that ends before it starts, are named together with their place', async () => {
    await put(
      'labels/combined_windows.json',
      windows([
        ['2014-01-01 00:10:00.000000', '2014-01-01 00:00:00.000000'],
        ['2014-01-01 00:07:00.000000', '2014-01-01 00:10:00.000000'],
      ]),
    );
    expect(await faultsOf(() => readNabCorpus(root))).toEqual([
      'labels/combined_windows.json:3:5: the window ends before it starts [nab/window]',
      'labels/combined_windows.json:8:7: cat/a.csv has no row at "2014-01-01 00:07:00.000000" [nab/window]',
    ]);
  });

  it('a path that leads out of the data folder is refused', async () => {
    await put('labels/combined_windows.json', JSON.stringify({ '../a.csv': [], 'cat/../../a.csv': [] }));
    const faults = await faultsOf(() => readNabCorpus(root));
    expect(faults).toEqual([expect.stringContaining('[nab/path]'), expect.stringContaining('[nab/path]')]);
  });

  it('a series that is missing is named', async () => {
    await put('labels/combined_windows.json', JSON.stringify({ 'cat/b.csv': [] }));
    expect(await faultsOf(() => readNabCorpus(root))).toEqual([
      'data/cat/b.csv: there is no such file [csv/unreadable]',
    ]);
  });
});

describe('reading results', () => {
  const read = async (detector = 'mine') => readNabResults(await readNabCorpus(root), join(root, 'results'), detector);

  it('takes the scores, S(t) columns or none, plain or gzip', async () => {
    const expected = [{ file: 'cat/a.csv', scores: Float64Array.of(0, 0.5, 1, 0) }];
    expect(await read()).toMatchObject(expected);
    const narrow = `timestamp,anomaly_score\n${times.map((time, i) => `${time},${[0, 0.5, 1, 0][i]}`).join('\n')}\n`;
    await put('results/packed/cat/packed_a.csv.gz', gzipSync(narrow));
    expect(await read('packed')).toMatchObject(expected);
  });

  it('an unknown detector gets a suggestion', async () => {
    expect(await faultsOf(() => read('mien'))).toEqual([
      'results: no results of detector "mien" [nab/no-detector]',
      '  did you mean "mine"?',
    ]);
    expect((await faultsOf(() => read('../results/mine')))[0]).toContain('[nab/no-detector]');
  });

  it('a missing file, a missing column and a missing score are named by place', async () => {
    await rm(join(root, 'results/mine/cat/mine_a.csv'));
    expect(await faultsOf(read)).toEqual([
      'results/mine/cat/mine_a.csv: no such result file, nor one with .gz [nab/no-result]',
    ]);
    await put('results/mine/cat/mine_a.csv', result(['0', '', '1', 'nan']));
    expect(await faultsOf(read)).toEqual([
      'results/mine/cat/mine_a.csv:3: expected a score, got none [nab/missing-score]',
      'results/mine/cat/mine_a.csv:5: expected a score, got none [nab/missing-score]',
    ]);
    await put('results/mine/cat/mine_a.csv', result(['0', '0', '1', '0']).replace('anomaly_score', 'anomaly-score'));
    expect(await faultsOf(read)).toEqual([
      'results/mine/cat/mine_a.csv:1: no column "anomaly_score" [nab/no-scores]',
      '  did you mean "anomaly-score"?',
    ]);
  });

  it('results of another length or with other times are refused', async () => {
    await put('results/mine/cat/mine_a.csv', result(['0', '0', '1']));
    expect(await faultsOf(read)).toEqual([
      'results/mine/cat/mine_a.csv: expected 4 rows as in data/cat/a.csv, got 3 [nab/rows]',
    ]);
    await put('results/mine/cat/mine_a.csv', result(['0', '0', '1', '0']).replace('00:10:00', '00:15:00'));
    expect(await faultsOf(read)).toEqual([
      'results/mine/cat/mine_a.csv:5: the time is not that of row 4 of data/cat/a.csv [nab/time]',
    ]);
  });
});

describe('the published threshold', () => {
  const read = () => readPublishedThreshold(join(root, 'results'), 'mine', 'standard');
  const file = 'results/mine/mine_standard_scores.csv';
  const table = (...thresholds: readonly string[]) =>
    `Detector,Profile,File,Threshold,Score\n${thresholds.map((t) => `mine,standard,cat/a.csv,${t},0`).join('\n')}\nTotals,,,,0\n`;

  it('is the one of all rows, the totals apart', async () => {
    await put(file, table('0.542187690735', '0.542187690735'));
    expect(await read()).toBe(0.542187690735);
  });

  it.each([
    [table('0.5', '0.6'), `${file}:3: expected one threshold for all files, got 0.6 after 0.5`],
    [table('0.5', 'high'), `${file}:3: expected a number in "Threshold", got "high"`],
    ['Detector,Score\nmine,1\n', `${file}:1: no column "Threshold"`],
    [table(), `${file}: no row has a threshold`],
    ['Detector,Thresh"old\n', expect.stringContaining(`${file}:1: not CSV`)],
  ])('%j is refused', async (content, message) => {
    await put(file, content);
    const [fault] = await faultsOf(read);
    expect(fault!.replace(' [nab/published-threshold]', '')).toEqual(message);
  });

  it('a file that is not there is named', async () => {
    expect(await faultsOf(read)).toEqual([`${file}: there is no such file [nab/published-threshold]`]);
  });
});

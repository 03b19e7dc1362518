import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/telemetry/glob.ts';
import { importCsv } from '../../src/telemetry/import-csv.ts';
import { importNab, probationRows } from '../../src/telemetry/import-nab.ts';
import { labelRows } from '../../src/telemetry/label-rows.ts';
import { loadDataset } from '../../src/telemetry/load-dataset.ts';
import { toDatasetFiles } from '../../src/telemetry/to-dataset-files.ts';
import { writeDataset } from '../../src/telemetry/write-dataset.ts';
import { faultsOf } from './faults-of.ts';

async function tree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'imports-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}
const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => `${new Date(i * 60_000).toISOString().slice(0, 19).replace('T', ' ')},${i}`);

describe('globs over names', () => {
  it.each([
    ['realTweets/*', 'realTweets/Twitter_volume_AAPL', true],
    ['*', 'realTweets/Twitter_volume_AAPL', false],
    ['**', 'realTweets/Twitter_volume_AAPL', true],
    ['**/rogue*', 'realKnownCause/rogue_agent_key_hold', true],
    ['**/rogue', 'rogue', true],
    ['real?ds/x', 'realAds/x', true],
    ['real?ds/x', 'real/ds/x', false],
    ['a.b', 'axb', false],
    ['a+(b)[c]', 'a+(b)[c]', true],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(globMatcher(pattern)(name)).toBe(expected);
  });

  it('matches a name without wildcards to itself alone', () => {
    const plain = fc.string().filter((text) => !/[*?]/.test(text));
    fc.assert(fc.property(plain, plain, (a, b) => globMatcher(a)(b) === (a === b)));
  });
});

describe('importing a NAB checkout', () => {
  const csv = (line: string) =>
    ['timestamp,value', ...rows(20), '1970-01-01 00:19:00,7', '1970-01-01 00:05:00,8'].join(line);
  const windows = { 'cat/a.csv': [['1970-01-01 00:10:00.000000', '1970-01-01 00:12:00.000000']], 'dog/b.csv': [] };
  const checkout = (labels: object = windows) =>
    tree({
      'data/cat/a.csv': csv('\r\n'),
      'data/dog/b.csv': `${csv('\n')}\n`,
      'labels/combined_windows.json': JSON.stringify(labels),
    });

  it('keeps rows as recorded, windows as incidents, categories as groups', async () => {
    const { recordings, rulesFile } = await importNab({ root: await checkout() });
    expect(recordings.map(({ recording, group, role }) => [recording.id, group, role])).toEqual([
      ['cat/a', 'cat', 'train-then-test'],
      ['dog/b', 'dog', 'train-then-test'],
    ]);
    expect(rulesFile).toBeNull();
    const [a] = recordings;
    expect([...a!.recording.timestampsMs.subarray(18)]).toEqual([18, 19, 19, 5].map((minute) => minute * 60_000));
    expect([...a!.recording.columns[0]!.subarray(18)]).toEqual([18, 19, 7, 8]);
    expect(a!.incidents).toEqual([{ id: 'cat/a#1', startMs: 600_000, endMs: 720_000, kind: 'anomaly' }]);
    expect(a!.scoredFromRow).toBe(3);
  });

  it('counts probation as NAB does', () => {
    expect([0, 6, 7, 100, 4032, 5000, 5001, 22_695].map(probationRows)).toEqual([0, 0, 1, 15, 604, 750, 750, 750]);
  });

  it('selects by glob, with or without .csv, and says what there is when nothing matches', async () => {
    const root = await checkout();
    for (const select of ['cat/*', 'cat/a.csv', '**/a']) {
      expect((await importNab({ root, select })).recordings.map(({ recording }) => recording.id)).toEqual(['cat/a']);
    }
    const [fault] = await faultsOf(() => importNab({ root, select: 'bird/*' }));
    expect(fault).toMatchObject({ code: 'nab/select', hint: 'categories: cat, dog' });
  });

  it('reports windows that are no times, on no row or the wrong way round, and series without an entry', async () => {
    const root = await checkout({
      'cat/a.csv': [
        ['1970-01-01 00:10:30', 'noon'],
        ['1970-01-01 00:12:00', '1970-01-01 00:10:00'],
      ],
    });
    const found = await faultsOf(() => importNab({ root }));
    expect(found.map(({ code }) => code)).toEqual(['nab/window', 'nab/window', 'nab/window', 'nab/no-labels']);
    expect(found[0]?.place).toMatchObject({ line: 1, column: 16 });
  });

  it('says so when the folder is no checkout', async () => {
    expect((await faultsOf(() => importNab({ root: '/nowhere' })))[0]?.place?.file).toContain('combined_windows.json');
    const root = await tree({ 'labels/combined_windows.json': '{}' });
    expect((await faultsOf(() => importNab({ root })))[0]?.code).toBe('nab/layout');
  });

  const corpus = '../shared/nab';
  it.skipIf(!existsSync(corpus))(
    'reads the whole corpus to its published counts (skipped without the corpus)',
    async () => {
      const { recordings } = await importNab({ root: corpus });
      const sum = (of: (r: (typeof recordings)[number]) => number) => recordings.reduce((total, r) => total + of(r), 0);
      expect(recordings).toHaveLength(58);
      expect(sum(({ recording }) => recording.timestampsMs.length)).toBe(365_558);
      expect(sum(({ incidents }) => incidents.length)).toBe(116);
      expect(sum(({ scoredFromRow }) => scoredFromRow)).toBe(32_716);
      expect(sum((r) => labelRows(r.recording, r.incidents).reduce((a, b) => a + b, 0))).toBe(33_495);
    },
  );
});

describe('importing CSV files', () => {
  const example = 'examples/telemetry';

  it('finds the same incidents in a label column and in an incidents file', async () => {
    const byFile = await importCsv({
      files: [join(example, 'checkout.csv')],
      incidentsFile: join(example, 'incidents.json'),
    });
    const byColumn = await importCsv({ files: [join(example, 'checkout-labelled.csv')], labelColumn: 'is_anomaly' });
    const spans = ({ recordings }: typeof byFile) =>
      recordings[0]!.incidents.map(({ startMs, endMs }) => [startMs, endMs]);
    expect(spans(byColumn)).toEqual(spans(byFile));
    expect(spans(byFile)).toHaveLength(2);
    expect(byColumn.channels).toHaveLength(2);
    expect(byFile.recordings[0]).toMatchObject({
      role: 'train-then-test',
      scoredFromRow: 96,
      benign: [{ kind: 'deploy' }],
    });
  });

  it('takes a run of ones from its first to its last row, to the very end', async () => {
    const root = await tree({ 'x.csv': 't,v,bad\n0,1,1\n60,1,0\n120,1,1\n180,1,1\n' });
    const { recordings } = await importCsv({ files: [join(root, 'x.csv')], labelColumn: 'bad', trainShare: 0.5 });
    expect(recordings[0]!.incidents.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 0],
      [120_000, 180_000],
    ]);
    expect([...labelRows(recordings[0]!.recording, recordings[0]!.incidents)]).toEqual([1, 0, 1, 1]);
  });

  it('names every label that is neither 0 nor 1, on its line', async () => {
    const root = await tree({ 'x.csv': 't,v,bad\n0,1,1\n\n60,1,2\n120,1,\n' });
    const found = await faultsOf(() => importCsv({ files: [join(root, 'x.csv')], labelColumn: 'bad' }));
    expect(found.map(({ code, place }) => [code, place?.line])).toEqual([
      ['csv/label', 4],
      ['csv/label', 5],
    ]);
  });

  it('takes a role for each file and refuses options that contradict each other', async () => {
    const root = await tree({ 'x.csv': `t,v\n${rows(4).join('\n')}`, 'y.csv': `t,w\n${rows(4).join('\n')}` });
    const files = [join(root, 'x.csv'), join(root, 'y.csv')] as const;
    const { recordings, channels } = await importCsv({ files, roles: ['train', 'test'] });
    expect(recordings.map(({ role, scoredFromRow }) => [role, scoredFromRow])).toEqual([
      ['train', 0],
      ['test', 0],
    ]);
    expect(channels).toHaveLength(2);
    const found = await faultsOf(() =>
      importCsv({ files: [files[0], files[0]], roles: ['train'], labelColumn: 'a', incidentsFile: 'b', trainShare: 1 }),
    );
    expect(found.map(({ code }) => code)).toEqual(Array(4).fill('csv/options'));
    const [fault] = await faultsOf(() => importCsv({ files, labelColumn: 'labl' }));
    expect(fault?.code).toBe('csv/no-label-column');
  });

  it('wants enough rows to learn from some and judge the rest', async () => {
    const root = await tree({ 'x.csv': 't,v\n0,1\n' });
    expect((await faultsOf(() => importCsv({ files: [join(root, 'x.csv')] })))[0]?.code).toBe('csv/too-short');
  });
});

describe('writing a dataset folder', () => {
  it('is undone by loading it', async () => {
    const original = await importCsv({
      files: ['examples/telemetry/checkout.csv'],
      incidentsFile: 'examples/telemetry/incidents.json',
    });
    const folder = join(await tree({}), 'out');
    await writeDataset(folder, toDatasetFiles(original, { description: 'd' }));
    const loaded = await loadDataset(folder);
    expect(loaded.recordings).toEqual(original.recordings);
    expect(loaded.channels).toEqual(original.channels);
  });

  it('keeps what is there unless told to replace it, and leaves nothing beside it', async () => {
    const parent = await tree({ 'out/mine.txt': 'mine' });
    const folder = join(parent, 'out');
    const files = new Map([['dataset.json', '{}']]);
    expect((await faultsOf(() => writeDataset(folder, files)))[0]?.code).toBe('data/exists');
    expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
    await writeDataset(folder, files, { replace: true });
    expect(await readdir(folder)).toEqual(['dataset.json']);
    const broken = new Map([
      ['dataset.json', '{}'],
      ['dataset.json/x', ''],
    ]);
    await expect(writeDataset(folder, broken, { replace: true })).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['dataset.json']);
    expect(await readdir(parent)).toEqual(['out']);
  });
});

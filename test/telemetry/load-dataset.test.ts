import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/telemetry/load-dataset.ts';
import type { ManifestInput } from '../../src/telemetry/manifest.ts';
import { manifestJsonSchema } from '../../src/telemetry/manifest-json-schema.ts';
import { channelName } from '../../src/telemetry/recording.ts';
import { faultsOf, summary } from './faults-of.ts';

const CSV =
  'timestamp,cpu,"hits{route=""/cart""}"\n2024-01-01T00:00:00Z,1,2\n2024-01-01T00:01:00Z,3,\n2024-01-01T00:02:00Z,5,6\n';
const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const recording = (id: string, role: 'train' | 'test' | 'train-then-test' | 'validation', text = CSV) => ({
  id,
  file: `${id}.csv`,
  role,
  sha256: hex(text),
});
const MANIFEST = {
  schemaVersion: 1,
  name: 'small',
  title: 'Small',
  licence: 'CC0-1.0',
  source: 'made up',
  description: 'Three rows, twice.',
  samplingStep: '1m',
  channels: [
    { name: 'cpu', unit: '%', kind: 'gauge' },
    { name: 'hits{route="/cart"}', unit: '1', kind: 'counter' },
  ],
  recordings: [recording('a', 'train'), recording('b', 'test')],
  incidents: 'incidents.json',
} satisfies ManifestInput;
const INCIDENTS = {
  schemaVersion: 1,
  incidents: [
    { id: 'i', recording: 'b', start: '2024-01-01T00:01:00Z', end: Date.UTC(2024, 0, 1, 0, 2), kind: 'spike' },
  ],
  benign: [{ id: 'j', recording: 'b', start: '2024-01-01 00:00', end: '2024-01-01 00:00:30', kind: 'deploy' }],
};

/** A dataset folder with some files other than the good ones; null leaves one out. */
async function folderWith(changed: Readonly<Record<string, string | object | null>> = {}): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'dataset-')), 'small');
  const files = { 'dataset.json': MANIFEST, 'incidents.json': INCIDENTS, 'a.csv': CSV, 'b.csv': CSV, ...changed };
  for (const [path, content] of Object.entries(files)) {
    if (content === null) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  return folder;
}
const faults = async (changed: Parameters<typeof folderWith>[0]) => {
  const folder = await folderWith(changed);
  return faultsOf(() => loadDataset(folder));
};
const codes = async (changed: Parameters<typeof folderWith>[0]) => (await faults(changed)).map(({ code }) => code);

describe('loading a dataset folder', () => {
  it('gives recordings, channels, labels and roles', async () => {
    const dataset = await loadDataset(await folderWith());
    expect(dataset).toMatchObject({ name: 'small', licence: 'CC0-1.0', rulesFile: null });
    expect(dataset.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(dataset.channels.map(channelName)).toEqual(['cpu', 'hits{route="/cart"}']);
    expect(dataset.channels[1]).toEqual({ labels: { __name__: 'hits', route: '/cart' }, unit: '1', kind: 'counter' });
    const [train, test] = dataset.recordings;
    expect(train).toMatchObject({ role: 'train', group: 'a', scoredFromRow: 0, incidents: [], benign: [] });
    expect([...test!.recording.columns[0]!]).toEqual([1, 3, 5]);
    const at = (minute: number, second = 0) => Date.UTC(2024, 0, 1, 0, minute, second);
    expect(test!.incidents).toEqual([{ id: 'i', startMs: at(1), endMs: at(2), kind: 'spike' }]);
    expect(test!.benign).toEqual([{ id: 'j', startMs: at(0), endMs: at(0, 30), kind: 'deploy' }]);
  });

  it('gives the rules that ship with it, and how they are to be read', async () => {
    const withRules = (rules: unknown) => ({ 'dataset.json': { ...MANIFEST, rules }, 'rules/a.yml': 'groups: []' });
    const plain = await loadDataset(await folderWith(withRules('rules/a.yml')));
    expect(plain.rulesFile).toMatch(/rules[/\\\\]a\.yml$/);
    expect(plain).not.toHaveProperty('rulesSettings');
    const folder = await loadDataset(await folderWith(withRules({ path: 'rules', with: { interval: '1s' } })));
    expect(folder.rulesFile).toMatch(/rules$/);
    expect(folder.rulesSettings).toEqual({ interval: '1s' });
    expect(await codes(withRules({ path: 'nowhere', with: {} }))).toHaveLength(1);
  });

  it('gives what it says holds where a configuration is silent; a duration that is none is named', async () => {
    const withDefaults = (defaults: unknown) => ({ 'dataset.json': { ...MANIFEST, defaults } });
    expect(await loadDataset(await folderWith())).not.toHaveProperty('defaults');
    const contenders = { metronome: { every: '90s' } };
    const { defaults } = await loadDataset(await folderWith(withDefaults({ cooldown: '18s', contenders })));
    expect(defaults).toEqual({ cooldownMs: 18_000, contenders });
    const [fault] = await faults(withDefaults({ cooldown: 'soon' }));
    expect(fault).toMatchObject({ code: 'manifest/duration', message: expect.stringContaining('soon') });
    expect(fault!.place?.line).toBeGreaterThan(1);
  });

  it('has another digest when a reading, a label or the manifest changes', async () => {
    const other = CSV.replace('5', '6');
    const digests = await Promise.all(
      [
        {},
        {
          'b.csv': other,
          'dataset.json': { ...MANIFEST, recordings: [recording('a', 'train'), recording('b', 'test', other)] },
        },
        { 'incidents.json': { ...INCIDENTS, benign: [] } },
        { 'dataset.json': { ...MANIFEST, title: 'Other' } },
        {},
      ].map(async (changed) => (await loadDataset(await folderWith(changed))).digest),
    );
    expect(new Set(digests).size).toBe(4);
    expect(digests[4]).toBe(digests[0]);
  });

  describe('with raw series', () => {
    const SERIES = [
      '{"format":"watchbench-raw-series","version":1,"recording":"b","clocks":1,"series":1}',
      '{"clock":0,"startMs":1704067200250,"stepsMs":[1000]}',
      '{"labels":{"__name__":"up"},"clock":0,"ticks":[0,2],"values":[1,null]}\n',
    ].join('\n');
    const withSeries = (series = SERIES, changed: object = {}) => ({
      'dataset.json': {
        ...MANIFEST,
        recordings: [
          recording('a', 'train'),
          { ...recording('b', 'test'), series: { file: 'b.series.jsonl', sha256: hex(series), ...changed } },
        ],
      },
      'b.series.jsonl': series,
    });

    it('gives them beside the table, with their own times and staleness', async () => {
      const { recordings } = await loadDataset(await folderWith(withSeries()));
      expect(recordings[0]!.recording).not.toHaveProperty('series');
      const [up] = recordings[1]!.recording.series!;
      expect(up!.labels).toEqual({ __name__: 'up' });
      expect([...up!.timestampsMs]).toEqual([1704067200250, 1704067201250]);
      expect([...up!.stale]).toEqual([0, 1]);
    });

    it('counts them in the digest', async () => {
      const digest = async (series: string) => (await loadDataset(await folderWith(withSeries(series)))).digest;
      expect(await digest(SERIES)).not.toBe(await digest(SERIES.replace('[1,null]', '[0,null]')));
    });

    it('refuses a file that was changed, that is another recording’s, or that is broken', async () => {
      expect(await codes(withSeries(SERIES, { sha256: hex('other') }))).toEqual(['manifest/checksum']);
      expect(await codes(withSeries(SERIES.replace('"b"', '"c"')))).toEqual(['manifest/series']);
      expect(await codes(withSeries(SERIES.replace('"values"', '"value"')))).toContain('raw-series/series');
    });
  });

  it('finds the first row that counts, by time or by row', async () => {
    const scored = (scoredFrom: string | { row: number }) => ({
      'dataset.json': { ...MANIFEST, recordings: [{ ...recording('b', 'train-then-test'), scoredFrom }] },
    });
    for (const scoredFrom of ['2024-01-01T00:01:30Z', { row: 2 }]) {
      expect((await loadDataset(await folderWith(scored(scoredFrom)))).recordings[0]?.scoredFromRow).toBe(2);
    }
    expect(await codes(scored({ row: 3 }))).toEqual(['manifest/scored-from']);
    expect(await codes(scored('2025-01-01'))).toEqual(['manifest/scored-from']);
    const without = { 'dataset.json': { ...MANIFEST, recordings: [recording('b', 'train-then-test')] } };
    expect(await codes(without)).toEqual(['manifest/scored-from']);
  });

  it('reports the faults of all files at once', async () => {
    const bad = CSV.replace('3,', 'x,');
    const found = await faults({
      'dataset.json': { ...MANIFEST, recordings: [recording('a', 'train', bad), recording('b', 'test')] },
      'a.csv': bad,
      'b.csv': `${CSV}\n`,
      'incidents.json': { ...INCIDENTS, benign: [{ ...INCIDENTS.benign[0], recording: 'c' }] },
    });
    expect(found.map(({ code }) => code)).toEqual([
      'csv/not-a-number',
      'manifest/checksum',
      'incidents/unknown-recording',
    ]);
    expect(found[0]?.place).toMatchObject({ line: 3, column: 22 });
    expect(found[1]?.place?.line).toBeGreaterThan(20);
  });

  it('refuses files outside the folder, by path or by link', async () => {
    for (const file of ['../b.csv', '/etc/hostname', 'x/../../b.csv']) {
      const recordings = [recording('a', 'train'), { ...recording('b', 'test'), file }];
      const [fault] = await faults({ 'dataset.json': { ...MANIFEST, recordings } });
      expect(fault?.code, file).toBe('manifest/outside');
    }
    const folder = await folderWith({ 'b.csv': null });
    await writeFile(join(folder, '../b.csv'), CSV);
    await symlink('../b.csv', join(folder, 'b.csv'));
    expect((await faultsOf(() => loadDataset(folder)))[0]).toMatchObject({ code: 'manifest/outside' });
    const rules = await faults({ 'dataset.json': { ...MANIFEST, rules: '../rules.yaml' } });
    expect(rules.map(({ code }) => code)).toEqual(['manifest/outside']);
  });

  it('names each file that is missing, at the place that asks for it', async () => {
    const manifest = { ...MANIFEST, rules: 'rules/r.yaml' };
    const found = await faults({ 'dataset.json': manifest, 'b.csv': null, 'incidents.json': null });
    expect(found.map(({ code }) => code)).toEqual(Array(3).fill('manifest/missing-file'));
    expect(found.every(({ place }) => place?.file.endsWith('dataset.json') && place.line !== undefined)).toBe(true);
    const none = await folderWith({ 'dataset.json': null });
    expect((await faultsOf(() => loadDataset(none)))[0]?.message).toBe('there is no such file');
  });

  it('holds the columns of the files against the declared channels', async () => {
    const channels = [MANIFEST.channels[0]!, { name: 'hist', unit: '1', kind: 'gauge' }];
    expect(await codes({ 'dataset.json': { ...MANIFEST, channels } })).toEqual([
      'csv/unknown-column',
      'csv/missing-column',
      'csv/unknown-column',
      'csv/missing-column',
    ]);
  });

  it('says so when there is nothing to learn from or nothing to judge', async () => {
    const only = (role: 'train' | 'test' | 'validation') => ({
      'dataset.json': { ...MANIFEST, recordings: [recording('a', role), recording('b', role)] },
    });
    expect(await codes(only('train'))).toEqual(['manifest/nothing-to-judge']);
    expect(await codes(only('test'))).toEqual(['manifest/nothing-to-learn-from']);
    expect(await codes(only('validation'))).toEqual(['manifest/nothing-to-judge', 'manifest/nothing-to-learn-from']);
  });

  it('names what is given twice or declared nowhere', async () => {
    const twice = { ...MANIFEST, recordings: [...MANIFEST.recordings, recording('a', 'train')] };
    expect(await codes({ 'dataset.json': twice })).toEqual(['manifest/duplicate-recording']);
    const channels = [...MANIFEST.channels, { name: 'timestamp', unit: 's', kind: 'gauge' }];
    expect(await codes({ 'dataset.json': { ...MANIFEST, channels } })).toContain('manifest/duplicate-channel');
    const recordings = [recording('a', 'train'), { ...recording('b', 'test'), channels: ['cpu', 'hist'] }];
    expect(await codes({ 'dataset.json': { ...MANIFEST, recordings } })).toContain('manifest/unknown-channel');
  });

  it('holds the recordings to the declared step', async () => {
    const found = await faults({ 'dataset.json': { ...MANIFEST, samplingStep: '5m' } });
    expect(found.map(({ code }) => code)).toEqual(Array(2).fill('manifest/sampling-step'));
    expect(found[0]?.message).toBe('a has a row every 1m (median), not every 5m');
  });

  it('suggests the key or role that was meant and refuses a step that is no duration', async () => {
    const { licence, ...rest } = MANIFEST;
    const found = await faults({ 'dataset.json': { ...rest, license: licence, samplingStep: '5 minutes' } });
    expect(found.find(({ code }) => code === 'document/unknown-key')?.hint).toBe('did you mean "licence"?');
    expect(found.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['document/missing-key', 'manifest/duration']),
    );
    const recordings = [{ ...recording('a', 'train'), role: 'trian' }, recording('b', 'test')];
    expect((await faults({ 'dataset.json': { ...MANIFEST, recordings } }))[0]?.hint).toBe('did you mean "train"?');
  });
});

describe('incidents', () => {
  const [good] = INCIDENTS.incidents;
  it('names every fault with line and column', async () => {
    const incidents = [
      good,
      { ...good, end: '2024-01-01T00:00:30Z' },
      { ...good, id: 'late', end: '2024-01-01T00:03:00Z' },
      { ...good, id: 'early', start: '2023-12-31T23:59:00Z' },
      { ...good, id: 'elsewhere', recording: 'B' },
    ];
    const found = await faults({ 'incidents.json': { ...INCIDENTS, incidents } });
    expect(found.map(summary)).toEqual([
      '12:13 incidents/duplicate-id',
      '15:14 incidents/end-before-start',
      '22:14 incidents/outside',
      '28:16 incidents/outside',
      '34:20 incidents/unknown-recording',
    ]);
    expect(found.at(-1)?.hint).toBe('did you mean "b"?');
  });

  it('wants times that are times', async () => {
    const incidents = [{ ...good, start: 'noon', end: true }];
    const found = await faults({ 'incidents.json': { ...INCIDENTS, incidents } });
    expect(found.map(({ code }) => code)).toEqual(['incidents/time', 'document/value']);
  });

  it('may be left out where nothing is labelled', async () => {
    const folder = await folderWith({ 'dataset.json': { ...MANIFEST, incidents: null }, 'incidents.json': null });
    expect((await loadDataset(folder)).recordings.every(({ incidents }) => incidents.length === 0)).toBe(true);
  });
});

describe('the published schema of the manifest', () => {
  it('is up to date (vitest -u writes it anew)', async () => {
    await expect(manifestJsonSchema()).toMatchFileSnapshot('../../datasets/dataset.schema.json');
  });

  it('accepts the manifest that ships and refuses a misspelt one', async () => {
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(manifestJsonSchema()) as object);
    const shipped = JSON.parse(await readFile('datasets/webshop/dataset.json', 'utf8')) as object;
    expect(validate(shipped)).toBe(true);
    expect(validate(MANIFEST)).toBe(true);
    expect(validate({ ...shipped, licnece: 'MIT' })).toBe(false);
  });
});

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/telemetry/dataset.ts';
import { type CloudwatchSource, importCloudwatch } from '../../src/telemetry/import-cloudwatch.ts';
import { loadDataset } from '../../src/telemetry/load-dataset.ts';
import { channelName } from '../../src/telemetry/recording.ts';
import { toDatasetFiles } from '../../src/telemetry/to-dataset-files.ts';
import { writeDataset } from '../../src/telemetry/write-dataset.ts';
import { faultsOf, summary } from './faults-of.ts';

const minute = (n: number) => new Date(Date.UTC(2025, 2, 3) + n * 60_000).toISOString().replace('.000Z', '+00:00');

interface Result {
  readonly Id: string;
  readonly Label?: string;
  readonly StatusCode?: string;
}

/** A result with readings at these minutes, newest first as CloudWatch gives them. */
const result = (about: Result, readings: Readonly<Record<number, number>>) => {
  const newestFirst = Object.entries(readings).reverse();
  return {
    StatusCode: 'Complete',
    ...about,
    Timestamps: newestFirst.map(([at]) => minute(Number(at))),
    Values: newestFirst.map(([, value]) => value),
  };
};

const page = (results: readonly object[], NextToken?: string) =>
  JSON.stringify({ MetricDataResults: results, Messages: [], ...(NextToken && { NextToken }) }, null, 2);

async function imported(
  files: Readonly<Record<string, string>>,
  options: Omit<CloudwatchSource, 'files'> = {},
): Promise<Dataset> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudwatch-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const [first, ...rest] = Object.keys(files)
    .filter((name) => !name.startsWith('_'))
    .map((name) => join(folder, name));
  const beside = (file: string | undefined) => (file === undefined ? undefined : join(folder, file));
  const { queriesFile, incidentsFile, ...others } = options;
  return importCloudwatch({
    files: [first!, ...rest],
    ...others,
    ...(queriesFile !== undefined && { queriesFile: beside(queriesFile)! }),
    ...(incidentsFile !== undefined && { incidentsFile: beside(incidentsFile)! }),
  });
}

const columnsOf = ({ recordings }: Dataset) =>
  Object.fromEntries(
    recordings[0]!.recording.channels.map((channel, i) => [
      channelName(channel),
      [...recordings[0]!.recording.columns[i]!],
    ]),
  );
const _ = Number.NaN;

describe('importing get-metric-data', () => {
  it('turns newest first into rows in order, and periods without data into rows without readings', async () => {
    const dataset = await imported({
      'web.json': page([
        result({ Id: 'm1', Label: 'cpu' }, { 0: 10, 5: 20, 20: 30 }),
        result({ Id: 'm2', Label: 'errors' }, { 5: 1 }),
      ]),
    });
    expect(columnsOf(dataset)).toEqual({ cpu: [10, 20, _, _, 30], errors: [_, 1, _, _, _] });
    expect(
      [...dataset.recordings[0]!.recording.timestampsMs].map((ms) => new Date(ms).toISOString().slice(11, 16)),
    ).toEqual(['00:00', '00:05', '00:10', '00:15', '00:20']);
    expect(dataset).toMatchObject({ name: 'web', recordings: [{ role: 'train-then-test', scoredFromRow: 2 }] });
  });

  it('puts pages together, whether files or documents in one, and drops what overlaps', async () => {
    const older = page([result({ Id: 'm1', Label: 'cpu' }, { 0: 1, 1: 2, 2: 3 })]);
    const newer = page([result({ Id: 'm1', Label: 'cpu', StatusCode: 'PartialData' }, { 2: 3, 3: 4 })], 'next');
    const expected = { cpu: [1, 2, 3, 4] };
    expect(columnsOf(await imported({ 'a.json': newer, 'b.json': older }))).toEqual(expected);
    expect(columnsOf(await imported({ 'a.json': `${newer}\n${older}` }))).toEqual(expected);
    expect(columnsOf(await imported({ 'a.json': newer.replaceAll(/\s/g, '') + older }))).toEqual(expected);
  });

  it('refuses data that is not complete, or names it where that is asked for', async () => {
    const files = { 'a.json': page([result({ Id: 'm1', StatusCode: 'PartialData' }, { 0: 1, 1: 2, 2: 3 })], 'next') };
    const found = await faultsOf(() => imported(files));
    expect(found.map(summary)).toEqual(['19:16 cloudwatch/more-pages', '4:21 cloudwatch/partial-data']);
    const dataset = await imported(files, { partial: 'flag' });
    expect(dataset.source).toBe('a.json; not complete (PartialData): m1');
    const failed = { 'a.json': page([result({ Id: 'm1', StatusCode: 'Forbidden' }, {})]) };
    expect((await faultsOf(() => imported(failed, { partial: 'flag' }))).map(({ code }) => code)).toEqual([
      'cloudwatch/status',
    ]);
  });

  it('calls channels by the metrics that were asked for', async () => {
    const metric = (Id: string, MetricName: string, Stat: string) => ({
      Id,
      MetricStat: {
        Metric: { Namespace: 'AWS/EC2', MetricName, Dimensions: [{ Name: 'Instance-Id', Value: 'i-1' }] },
        Period: 60,
        Stat,
      },
    });
    const queries = [
      metric('m1', 'CPUUtilization', 'Average'),
      metric('m2', 'CPUUtilization', 'p99'),
      { Id: 'e1', Expression: 'm1/m2', Label: 'share' },
    ];
    const data = page(['m1', 'm2', 'e1'].map((Id) => result({ Id, Label: 'CPUUtilization' }, { 0: 1, 1: 2 })));
    const expected = [
      'CPUUtilization{Instance_Id="i-1",namespace="AWS/EC2",stat="Average"}',
      'CPUUtilization{Instance_Id="i-1",namespace="AWS/EC2",stat="p99"}',
      'share',
    ];
    for (const _queries of [JSON.stringify(queries), JSON.stringify({ MetricDataQueries: queries, StartTime: 'x' })]) {
      const dataset = await imported({ 'a.json': data, _queries }, { queriesFile: '_queries' });
      expect(Object.keys(columnsOf(dataset))).toEqual(expected);
    }
    // Without the queries the labels are all there is.
    expect(Object.keys(columnsOf(await imported({ 'a.json': data })))).toEqual(
      ['m1', 'm2', 'e1'].map((id) => `CPUUtilization{id="${id}"}`),
    );
  });

  it('says everything that is wrong, at its place in whichever document', async () => {
    const good = page([result({ Id: 'm1', Label: 'cpu' }, { 0: 1, 1: 2 })]);
    const bad = `{"MetricDataResults": [
      {"Id": "m1", "Label": "cpu", "Timestamps": ["${minute(0)}", "noon"], "Values": [7, 8], "StatusCode": "Complete"},
      {"Id": "m2", "Timestamps": ["${minute(0)}"], "Values": [], "StatusCode": "Complete"}
    ]}`;
    const lines = good.split('\n').length;
    const found = await faultsOf(() =>
      imported({ 'a.json': `${good} ${bad}`, 'b.json': '{"Foo": 1}', 'c.json': '{"x":}' }),
    );
    expect(found.map(summary)).toEqual([
      '1:6 document/syntax',
      '1:1 cloudwatch/format',
      `${lines + 1}:100 cloudwatch/two-values`,
      `${lines + 1}:80 cloudwatch/time`,
      `${lines + 2}:7 cloudwatch/pairs`,
    ]);
    const misspelt = await faultsOf(() => imported({ 'a.json': `${good}\n${good.replace('"Values"', '"Valuse"')}` }));
    expect(misspelt.map(summary)).toEqual([
      `${lines + 3}:5 document/missing-key`,
      `${lines + 11}:7 document/unknown-key`,
    ]);
  });

  it('refuses an empty file, one without data points, and a grid far finer than its readings', async () => {
    expect((await faultsOf(() => imported({ 'a.json': ' \n' })))[0]?.code).toBe('document/empty');
    expect((await faultsOf(() => imported({ 'a.json': page([]) })))[0]?.code).toBe('cloudwatch/empty');
    const times = [0, 1, 1e9].map((second) => new Date(second * 1000).toISOString());
    const fine = page([{ Id: 'm1', Timestamps: times, Values: [1, 2, 3], StatusCode: 'Complete' }]);
    expect((await faultsOf(() => imported({ 'a.json': fine })))[0]?.code).toBe('cloudwatch/too-many-rows');
  });

  it('gives back every reading, in whatever order and on however many pages they come', async () => {
    const readings = fc.uniqueArray(fc.tuple(fc.nat({ max: 60 }), fc.integer()), {
      minLength: 3,
      maxLength: 20,
      selector: ([at]) => at,
    });
    await fc.assert(
      fc.asyncProperty(readings, fc.nat(), async (told, cut) => {
        const at = cut % told.length;
        const part = (some: typeof told) =>
          page([
            {
              Id: 'm1',
              Timestamps: some.map(([n]) => minute(n)),
              Values: some.map(([, value]) => value),
              StatusCode: 'Complete',
            },
          ]);
        const { recordings } = await imported({ 'a.json': part(told.slice(0, at)) + part(told.slice(at)) });
        const { timestampsMs, columns } = recordings[0]!.recording;
        const seen = [...columns[0]!].flatMap((value, row) =>
          Number.isNaN(value) ? [] : [[(timestampsMs[row]! - Date.UTC(2025, 2, 3)) / 60_000, value]],
        );
        expect(seen).toEqual([...told].sort(([a], [b]) => a - b));
      }),
      { numRuns: 30 },
    );
  });
});

describe('importing get-metric-statistics', () => {
  const statistics = (points: readonly object[], Label = 'Latency') => JSON.stringify({ Label, Datapoints: points });

  it('sorts the data points and makes a channel of each statistic, with its unit', async () => {
    const dataset = await imported({
      'latency.json': statistics([
        { Timestamp: minute(10), Average: 3, SampleCount: 5, Unit: 'Milliseconds', ExtendedStatistics: { p99: 9 } },
        { Timestamp: minute(0), Average: 1, SampleCount: 2, Unit: 'Milliseconds', ExtendedStatistics: { p99: 7 } },
        { Timestamp: minute(5), Average: 2, SampleCount: 4, Unit: 'Milliseconds' },
      ]),
    });
    expect(columnsOf(dataset)).toEqual({
      'Latency{stat="SampleCount"}': [2, 4, 5],
      'Latency{stat="Average"}': [1, 2, 3],
      'Latency{stat="p99"}': [7, _, 9],
    });
    expect(dataset.channels.map(({ unit }) => unit)).toEqual(['1', 'ms', 'ms']);
  });

  it('refuses two metrics of one name, and tells them apart by their file where asked to', async () => {
    const files = {
      'one.json': statistics([
        { Timestamp: minute(0), Sum: 1 },
        { Timestamp: minute(1), Sum: 1 },
      ]),
      'two.json': statistics([
        { Timestamp: minute(0), Sum: 2 },
        { Timestamp: minute(1), Sum: 1 },
      ]),
    };
    const [fault, ...more] = await faultsOf(() => imported(files));
    expect(more).toEqual([]);
    expect(fault).toMatchObject({
      code: 'cloudwatch/two-values',
      place: { line: 1 },
      hint: expect.stringContaining('--by-file'),
    });
    expect(Object.keys(columnsOf(await imported(files, { byFile: true })))).toEqual([
      'Latency{file="one",stat="Sum"}',
      'Latency{file="two",stat="Sum"}',
    ]);
  });

  it.each([
    ['Bytes/Second', 'By/s'],
    ['Percent', '%'],
    ['None', '1'],
    ['Count/Second', '1/s'],
    ['Furlongs', 'Furlongs'],
  ])('knows the unit %s', async (Unit, unit) => {
    const points = [0, 1, 2].map((n) => ({ Timestamp: minute(n), Sum: n, Unit }));
    expect((await imported({ 'a.json': statistics(points) })).channels[0]?.unit).toBe(unit);
  });

  it('refuses one metric in two units', async () => {
    const points = ['Seconds', 'Milliseconds'].map((Unit, n) => ({ Timestamp: minute(n), Sum: n, Unit }));
    expect((await faultsOf(() => imported({ 'a.json': statistics(points) })))[0]?.code).toBe('cloudwatch/unit');
  });

  it('goes into a dataset folder and comes back, with its incidents', async () => {
    const points = Array.from({ length: 10 }, (_nothing, n) => ({ Timestamp: minute(n), Sum: n }));
    const _incidents = JSON.stringify({
      schemaVersion: 1,
      incidents: [{ id: 'i1', recording: 'shop', start: minute(6), end: minute(7), kind: 'errors' }],
    });
    const dataset = await imported(
      { 'a.json': statistics(points), _incidents },
      { name: 'shop', incidentsFile: '_incidents' },
    );
    const folder = join(await mkdtemp(join(tmpdir(), 'cloudwatch-')), 'shop');
    await writeDataset(folder, toDatasetFiles(dataset, { description: 'd' }));
    const again = await loadDataset(folder);
    expect(again.recordings).toEqual(dataset.recordings);
    expect(again.recordings[0]!.incidents).toMatchObject([{ id: 'i1', kind: 'errors' }]);
  });
});

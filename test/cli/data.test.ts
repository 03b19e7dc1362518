import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { beforeEach, describe, expect, it } from 'vitest';
import { dataCommand } from '../../src/cli/data.ts';
import { InputError } from '../../src/faults.ts';
import { toldWorld } from './told-world.ts';

const example = resolve('examples/telemetry');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
});

async function data(...argv: string[]): Promise<{ out: string; code: number; faults: readonly string[] }> {
  const { io, said } = toldWorld({ cwd: folder });
  const command = dataCommand(io);
  const quiet = (c: Command): void => {
    c.exitOverride().configureOutput({ writeErr: () => undefined });
    c.commands.forEach(quiet);
  };
  quiet(command);
  try {
    await command.parseAsync(argv, { from: 'user' });
    return { out: said.out, code: said.code, faults: [] };
  } catch (error) {
    if (error instanceof InputError) return { out: said.out, code: 2, faults: error.faults.map((fault) => fault.code) };
    throw error;
  }
}

describe('data import', () => {
  const csv = (...more: string[]) =>
    data('import', 'csv', join(example, 'checkout.csv'), '--incidents', join(example, 'incidents.json'), ...more);

  it('writes a folder that validates, and prints what is in it', async () => {
    const { out } = await csv('--out', 'mine', '--licence', 'MIT', '--description', 'Example.');
    expect(out).toContain('240 rows (144 count), 2 channels, every 1m');
    expect(out).toContain('incidents: latency 1, traffic 1; look-alikes: deploy 1');
    expect(JSON.parse(await readFile(join(folder, 'mine/dataset.json'), 'utf8'))).toMatchObject({
      name: 'checkout',
      licence: 'MIT',
      description: 'Example.',
    });
    expect((await data('validate', 'mine')).out).toContain('1 missing reading');
  });

  it('refuses to overwrite without --force', async () => {
    await csv('--out', 'mine');
    expect((await csv('--out', 'mine')).faults).toEqual(['data/exists']);
    expect((await csv('--out', 'mine', '--force')).faults).toEqual([]);
    expect(await readdir(folder)).toEqual(['mine']);
  });

  it('writes nothing when the input is wrong', async () => {
    await writeFile(join(folder, 'bad.csv'), 't,v\n0,x\n60,y\n');
    expect((await data('import', 'csv', 'bad.csv', '--out', 'mine')).faults).toEqual(Array(2).fill('csv/not-a-number'));
    expect(await readdir(folder)).toEqual(['bad.csv']);
  });

  it('reads labels from a column, and refuses two sources of labels and unknown roles', async () => {
    const labelled = join(example, 'checkout-labelled.csv');
    const { out } = await data('import', 'csv', labelled, '--label-column', 'is_anomaly', '--out', 'a', '--json');
    expect(JSON.parse(out)).toMatchObject({ folder: 'a', recordings: [{ incidentsByKind: { anomaly: 2 } }] });
    await expect(csv('--label-column', 'x', '--out', 'b')).rejects.toThrow(/cannot be used with/);
    await expect(csv('--roles', 'tset', '--out', 'b')).rejects.toThrow(/train-then-test/);
  });

  it('turns a NAB checkout into a folder with the same rows, repeats included', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) => `1970-01-01 00:${String(i === 30 ? 29 : i).padStart(2, '0')}:00,${i}`,
    );
    await mkdir(join(folder, 'nab/data/cat'), { recursive: true });
    await mkdir(join(folder, 'nab/labels'));
    await writeFile(join(folder, 'nab/data/cat/a.csv'), ['timestamp,value', ...lines].join('\r\n'));
    await writeFile(
      join(folder, 'nab/labels/combined_windows.json'),
      '{"cat/a.csv": [["1970-01-01 00:10:00.000000", "1970-01-01 00:12:00.000000"]]}',
    );
    const { out } = await data('import', 'nab', 'nab', '--out', 'set', '--json');
    expect(JSON.parse(out)).toMatchObject({
      name: 'nab',
      licence: 'MIT',
      recordings: [
        { id: 'cat/a', rows: 40, scoredRows: 34, repeatedTimes: 1, gaps: 1, incidentsByKind: { anomaly: 1 } },
      ],
    });
  });
});

describe('data import cloudwatch', () => {
  const page = (statusCode: string) =>
    JSON.stringify({
      MetricDataResults: [
        { Id: 'm1', Label: 'cpu', Timestamps: [240, 180, 60, 0], Values: [4, 3, 1, 0], StatusCode: statusCode },
      ],
    });

  it('writes a folder in which time passes without data too', async () => {
    await writeFile(join(folder, 'cpu.json'), page('Complete'));
    const { out } = await data('import', 'cloudwatch', 'cpu.json', '--out', 'cpu', '--json');
    expect(JSON.parse(out)).toMatchObject({ folder: 'cpu', recordings: [{ id: 'cpu', rows: 5, scoredRows: 3 }] });
    expect((await data('validate', 'cpu')).out).toContain('1 missing reading');
  });

  it('refuses series that are not complete unless told to take them', async () => {
    await writeFile(join(folder, 'cpu.json'), page('PartialData'));
    expect((await data('import', 'cloudwatch', 'cpu.json', '--out', 'cpu')).faults).toEqual([
      'cloudwatch/partial-data',
    ]);
    await data('import', 'cloudwatch', 'cpu.json', '--out', 'cpu', '--partial', 'flag');
    expect(await readFile(join(folder, 'cpu/dataset.json'), 'utf8')).toContain('not complete (PartialData): m1 (cpu)');
  });
});

describe('data validate', () => {
  it('reports every fault of every folder and exits with 2', async () => {
    await data('import', 'csv', join(example, 'checkout.csv'), '--out', 'good');
    await data('import', 'csv', join(example, 'checkout.csv'), '--out', 'bad');
    await writeFile(join(folder, 'bad/recordings/checkout.csv.gz'), 'changed');
    const { faults, out } = await data('validate', 'good', 'bad', 'nowhere');
    expect(faults).toEqual(['manifest/checksum', 'document/unreadable']);
    expect(out).toContain('good: checkout');
    const json = await data('validate', 'good', 'bad', '--json');
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({
      datasets: [
        { folder: 'good', ok: true },
        { folder: 'bad', ok: false, faults: [{ code: 'manifest/checksum', place: { line: expect.any(Number) } }] },
      ],
    });
  });

  it('finds nothing wrong with the dataset that ships', async () => {
    const { out, faults } = await data('validate', resolve('datasets/webshop'), '--json');
    expect(faults).toEqual([]);
    const { datasets } = JSON.parse(out) as { datasets: { recordings: { rows: number }[] }[] };
    expect(datasets[0]!.recordings.map(({ rows }) => rows)).toEqual([6048, 4032, 4032, 4032]);
  });
});

describe('data generate', () => {
  it('writes a web shop of any seed that loads, with its rule file', async () => {
    const { out } = await data('generate', 'webshop', '--seed', '42', '--out', 'shop');
    expect(out).toContain('test-b [test]: 4032 rows, 8 channels, every 5m');
    expect(await readdir(join(folder, 'shop'))).toContain('rules');
    expect((await data('validate', 'shop')).faults).toEqual([]);
  });

  it('refuses seed 0 and seeds that are no whole number', async () => {
    expect((await data('generate', 'webshop', '--seed', '0', '--out', 'shop')).faults).toEqual(['chance/seed']);
    await expect(data('generate', 'webshop', '--seed', 'x', '--out', 'shop')).rejects.toThrow(/whole number/);
    expect(await readdir(folder)).toEqual([]);
  });
});

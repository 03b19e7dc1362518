import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { readArtefactFile } from '../../src/run/artefact-file.ts';
import { toldWorld } from './told-world.ts';

const CSV = ['--data', 'examples/telemetry/checkout-labelled.csv', '--label-column', 'is_anomaly'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-fit-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function watchbench(...argv: string[]) {
  const { io, said } = toldWorld();
  const code = await runCli(argv, io);
  return { ...said, code };
}

describe('watchbench fit', () => {
  it('keeps a contender under the name of its file, and check takes it from there', async () => {
    const file = join(folder, 'shop-mad.artefact.json');
    const data = ['--data', 'datasets/webshop'];
    const { code, out } = await watchbench('fit', 'rolling-mad', ...data, '--seed', '3', '--write', file);
    expect(code).toBe(0);
    expect(out).toMatch(/^shop-mad learned from 6.048 rows of webshop with seed 3: /);
    expect(await readArtefactFile(file)).toMatchObject({
      seed: 3,
      contender: { name: 'shop-mad', use: 'rolling-mad' },
    });
    const checked = await watchbench('check', file, ...data, '--runs', '5', '--out', folder);
    expect(checked.out).toMatch(/^shop-mad learned from webshop/);
    expect(checked.code).toBe(0);
  });

  it('says with --json what it wrote, and nothing else', async () => {
    const file = join(folder, 'm.json');
    const { out } = await watchbench('fit', 'last-value', ...CSV, '--name', 'jump', '--write', file, '--json');
    expect(JSON.parse(out)).toMatchObject({
      contender: 'jump',
      use: 'last-value',
      seed: 1,
      dataset: 'checkout-labelled',
    });
  });

  it('is the same file, byte for byte, for the same data and seed', async () => {
    const [one, other] = ['one', 'other'].map((name) => join(folder, `${name}.json`));
    for (const file of [one!, other!]) await watchbench('fit', 'rules', ...CSV, '--name', 'r', '--write', file);
    expect(await readFile(one!, 'utf8')).toBe(await readFile(other!, 'utf8'));
  });

  it('does not replace a file unless told to, and names one that no run would know', async () => {
    const file = join(folder, 'm.json');
    const keep = (...more: string[]) => watchbench('fit', 'last-value', ...CSV, '--write', file, ...more);
    expect((await keep()).code).toBe(0);
    expect(await keep()).toMatchObject({ code: 2, err: expect.stringContaining('fit/exists') });
    expect((await keep('--force')).code).toBe(0);
    expect(await watchbench('fit', 'last-value', ...CSV, '--write', join(folder, 'm.bin'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('does not end in .json'),
    });
  });
});

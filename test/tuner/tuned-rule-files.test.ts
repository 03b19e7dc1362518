import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { WatchbenchConfig } from '../../src/run/config.ts';
import { openDataset } from '../../src/run/open-dataset.ts';
import { makePlan } from '../../src/run/plan.ts';
import { readConfig } from '../../src/run/read-config.ts';
import { writeTuned } from './write-tuned.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchbench-tuned-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROMETHEUS = 'examples/prometheus/webshop.rules.yml';

async function written(contenders: WatchbenchConfig['contenders'], name: string) {
  const webshop = await openDataset({ path: 'datasets/webshop' });
  const config: WatchbenchConfig = {
    data: { path: 'datasets/webshop' },
    ...(contenders && { contenders }),
    tune: { trials: 2 },
    seeds: [3, 4],
  };
  const { tunePlan, files } = await writeTuned(config, webshop, join(relative('', folder), name));
  const plan = await makePlan(await readConfig(files[0]!.path), webshop);
  const configOf = (name: string) => plan.contenders.find((contender) => contender.name === name)!.config;
  const trialOf = (name: string, i: number) =>
    tunePlan.entrants.find((entrant) => entrant.name === name)!.trials[i]!.contender.config;
  return { names: plan.contenders.map(({ name }) => name), files, configOf, trialOf };
}

/** The texts that a contender's rules are made of, without what their files are called. */
const texts = (config: unknown) => (config as { files: { text: string }[] }).files.map(({ text }) => text);

describe('tune --write', () => {
  it('leaves Prometheus rules and CloudWatch alarms as shipped and as tuned beside each other', async () => {
    const { names, files, configOf, trialOf } = await written(
      [
        { use: 'prometheus', with: { file: PROMETHEUS, lookback: '6m' } },
        { use: 'cloudwatch', with: { file: 'examples/cloudwatch/webshop-alarms.json' } },
      ],
      'tuned.yaml',
    );
    expect(names).toEqual(['prometheus', 'prometheus-tuned', 'cloudwatch', 'cloudwatch-tuned']);
    expect(files.map(({ path }) => relative(folder, path))).toEqual([
      'tuned.yaml',
      'tuned.prometheus.rules.yml',
      'tuned.cloudwatch.alarms.json',
    ]);
    expect(files[0]!.text).toContain('file: tuned.prometheus.rules.yml');
    for (const name of ['prometheus', 'cloudwatch']) expect(configOf(name)).toEqual(trialOf(name, 0));
    expect(configOf('prometheus-tuned')).toMatchObject({ lookback: '6m' });
    expect(texts(configOf('prometheus-tuned'))).toEqual(texts(trialOf('prometheus', 1)));
    expect(texts(configOf('prometheus-tuned'))).not.toEqual(texts(trialOf('prometheus', 0)));
    const { file: _, ...alarms } = configOf('cloudwatch-tuned');
    expect(trialOf('cloudwatch', 1)).toMatchObject(alarms);
    expect(alarms.sha256).not.toBe(trialOf('cloudwatch', 0).sha256);
  });

  it('does so for Prometheus rules that stand where YAML rules may, and within a hybrid', async () => {
    const rules = { use: 'prometheus', with: { file: PROMETHEUS } };
    const { names, files, configOf, trialOf } = await written(
      [
        { use: 'rules', with: { file: PROMETHEUS } },
        { use: 'rules-or-model', with: { rules, model: { use: 'rolling-mad', with: {} } } },
      ],
      'hybrid.yaml',
    );
    expect(names).toEqual(['rules', 'rules-tuned', 'rules-or-model', 'rules-or-model-tuned']);
    expect(files.map(({ path }) => relative(folder, path))).toEqual([
      'hybrid.yaml',
      'hybrid.rules.yml',
      'hybrid.rules-or-model.rules.yml',
    ]);
    expect(texts(configOf('rules-tuned'))).toEqual(texts(trialOf('rules', 1)));
    const partOf = (config: unknown) => (config as { rules: { with: unknown } }).rules.with;
    expect(texts(partOf(configOf('rules-or-model-tuned')))).toEqual(texts(partOf(trialOf('rules-or-model', 1))));
  });
});

import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchSpace } from '../../src/contenders/search-space.ts';
import { spaceAt } from '../../src/contenders/search-space.ts';
import type { JsonObject } from '../../src/json.ts';
import { contenderFromInfo, createContender, LINE_UP } from '../../src/run/line-up.ts';
import { openDataset } from '../../src/run/open-dataset.ts';
import { makePlan } from '../../src/run/plan.ts';
import { readConfig } from '../../src/run/read-config.ts';
import type { Dataset } from '../../src/telemetry/dataset.ts';
import { faultsOfSpace } from '../../src/tuner/check-space.ts';
import { drawTrials } from '../../src/tuner/draw-trials.ts';
import { writeTuned } from './write-tuned.ts';

let folder: string;
let webshop: Dataset;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-spaces-'));
  webshop = await openDataset({ path: 'datasets/webshop' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const NOTHING_TO_CHOOSE = ['null', 'random', 'always', 'last-value'];
/** Those that work without a word of configuration; others need a file of the user's. */
const READY = (
  await Promise.all(
    LINE_UP.map(({ use }) =>
      createContender(use, {}, null).then(
        ({ contender }) => contender,
        () => null,
      ),
    ),
  )
).filter((contender) => contender !== null);
const withSpace = READY.filter(({ searchSpace }) => searchSpace !== undefined).map(({ name }) => name);

const spaceOf = async (use: string, settings: JsonObject = {}) => {
  const { contender } = await createContender(use, { with: settings }, webshop);
  return { contender, space: contender.searchSpace! };
};

/** As the settings would be written, with the files they name. */
function settingsAt(space: SearchSpace, values: JsonObject): JsonObject {
  return space.writtenAt(values, (ending, text) => {
    const path = join(folder, `tuned.${ending}`);
    writeFileSync(path, text);
    return path;
  });
}

describe('search spaces of the line-up', () => {
  it('are declared by whoever has settings', () => {
    const silent = READY.filter(
      ({ searchSpace, config }) => searchSpace === undefined && Object.keys(config).length > 0,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(withSpace).toEqual(
      expect.arrayContaining(['metronome', 'rolling-mad', 'rules', 'autoencoder', 'forecaster', 'rules-or-model']),
    );
  });

  it.each(NOTHING_TO_CHOOSE)('%s declares none, having no settings', async (use) => {
    const { contender } = await createContender(use, {}, webshop);
    expect(contender.searchSpace).toBeUndefined();
    expect(contender.config).toEqual({});
  });

  it.each(withSpace)('%s: one that can be drawn from; without a choice it is the contender as shipped', async (use) => {
    const { contender, space } = await spaceOf(use);
    for (const grain of ['shared', 'by-kind', 'by-rule'] as const) {
      expect(faultsOfSpace(use, spaceAt(space, grain))).toEqual([]);
      expect(spaceAt(space, grain).configAt({})).toEqual(contender.config);
    }
  });

  it.each(withSpace)(
    '%s: every trial is a contender that works, and what is written is what was tried',
    async (use) => {
      const { space } = await spaceOf(use);
      for (const values of drawTrials(space, 6, 5)) {
        const config = space.configAt(values);
        const inAnotherProcess = await contenderFromInfo({ name: use, use, config });
        expect(inAnotherProcess.config).toEqual(config);
        const asWritten = await createContender(use, { with: settingsAt(space, values) }, webshop);
        expect(asWritten.contender.config).toEqual(config);
      }
    },
  );

  it('keep the settings that the user gave and no dimension names', async () => {
    const { space } = await spaceOf('autoencoder', { cycles: ['1d'], window: '1h' });
    expect(settingsAt(space, { window: '2h' })).toEqual({ cycles: ['1d'], window: '2h' });
    const hybrid = await spaceOf('rules-or-model', { model: { use: 'rolling-mad', with: { minReadings: 40 } } });
    expect(hybrid.space.dimensions.map(({ name }) => name)).toContain('model.window');
    expect(settingsAt(hybrid.space, { factor: 3, 'model.window': '6h' })).toMatchObject({
      factor: 3,
      model: { use: 'rolling-mad', with: { minReadings: 40, window: '6h' } },
    });
  });
});

describe('the bounds of a duration', () => {
  const durationsOf = async (use: string, settings: JsonObject) =>
    (await spaceOf(use, settings)).space.dimensions.filter(({ kind }) => kind === 'duration');

  it('move with what was set, and stay as they were otherwise', async () => {
    expect(await durationsOf('metronome', { every: '24m' })).toEqual([
      { name: 'every', kind: 'duration', low: '2m', high: '1h36m' },
    ]);
    expect(await durationsOf('metronome', {})).toEqual([{ name: 'every', kind: 'duration', low: '2h', high: '4d' }]);
    expect(await durationsOf('autoencoder', { window: '24s', smoothing: '0' })).toEqual([
      { name: 'window', kind: 'duration', low: '12s', high: '48s' },
      { name: 'smoothing', kind: 'duration', low: '10m', high: '2h' },
    ]);
  });

  it('move for a hybrid and for its parts', async () => {
    const model = { use: 'rolling-mad', with: { window: '2h' } };
    expect(await durationsOf('model-confirmed-by-rules', { window: '3m', model })).toEqual(
      expect.arrayContaining([
        { name: 'window', kind: 'duration', low: '30s', high: '12m' },
        { name: 'model.window', kind: 'duration', low: '10m', high: '14h' },
      ]),
    );
  });
});

describe('the written configuration', () => {
  const CONTENDERS = [
    'null',
    { use: 'rules', name: 'mine', with: { file: 'examples/rules/webshop-without-season.rules.yaml' } },
    'rolling-mad',
    { use: 'rules-or-model', with: { model: { use: 'rolling-mad', with: {} } } },
    './examples/contender/largest-jump.ts',
  ];

  async function written(name: string) {
    const config = { data: { path: 'datasets/webshop' }, contenders: CONTENDERS, tune: { trials: 3 }, seeds: [4, 5] };
    const file = join(relative('', folder), name);
    return { file, ...(await writeTuned(config, webshop, file, ['rolling-mad'])) };
  }

  it.each(['tuned.config.yaml', 'deep/er/tuned.json'])(
    '%s is one a run accepts: as shipped and tuned beside each other, from wherever it lies',
    async (name) => {
      const { file, files, tunePlan } = await written(name);
      const plan = await makePlan(await readConfig(file), webshop);
      expect(plan.contenders.map(({ name }) => name)).toEqual([
        'null',
        'mine',
        'mine-tuned',
        'rolling-mad',
        'rules-or-model',
        'rules-or-model-tuned',
        'largest-jump',
      ]);
      const configOf = (name: string) => plan.contenders.find((contender) => contender.name === name)!.config;
      const trialOf = (name: string, i: number) =>
        tunePlan.entrants.find((entrant) => entrant.name === name)!.trials[i]!.contender.config;
      expect(configOf('mine')).toEqual(trialOf('mine', 0));
      expect(configOf('mine-tuned')).toEqual(trialOf('mine', 1));
      expect(configOf('rules-or-model-tuned')).toEqual(trialOf('rules-or-model', 1));
      expect(plan.seeds).toEqual([4, 5]);
      expect(files.map(({ path }) => relative(dirname(file), path))).toHaveLength(3);
    },
  );

  it('says where its settings were chosen and what stayed as shipped, and names files beside itself', async () => {
    const { files } = await written('said.yaml');
    const [config, ...beside] = files;
    expect(config!.text).toContain('the test recordings took no part');
    expect(config!.text).toContain('# rolling-mad: nothing that was tried was better');
    expect(beside.map(({ path }) => relative(folder, path))).toEqual([
      'said.mine.rules.yaml',
      'said.rules-or-model.rules.yaml',
    ]);
    expect(config!.text).toContain('file: said.mine.rules.yaml');
    expect(beside[0]!.text).toContain('webshop-without-season.rules.yaml with its figures multiplied');
  });
});

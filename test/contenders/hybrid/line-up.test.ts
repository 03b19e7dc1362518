import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HYBRID_KINDS } from '../../../src/contenders/hybrid/kinds.ts';
import { readRuleFile } from '../../../src/contenders/rules/read-rule-file.ts';
import { decodeState } from '../../../src/contenders/state-codec.ts';
import { InputError } from '../../../src/faults.ts';
import type { JsonObject } from '../../../src/json.ts';
import type { ContenderInfo } from '../../../src/record/schema.ts';
import { observeAll, replay } from '../../../src/replay/replay.ts';
import { contenderFromInfo, createContender } from '../../../src/run/line-up.ts';
import { openDataset } from '../../../src/run/open-dataset.ts';
import { makePlan } from '../../../src/run/plan.ts';
import { readConfig } from '../../../src/run/read-config.ts';
import type { Dataset } from '../../../src/telemetry/dataset.ts';
import { type Recording, sliceRows } from '../../../src/telemetry/recording.ts';

const USES = HYBRID_KINDS.map(({ use }) => use);
const SHOP_RULES = 'datasets/webshop/rules/webshop.rules.yaml';
const WITHOUT_SEASON = 'examples/rules/webshop-without-season.rules.yaml';
/** Wiring is tested here, not accuracy. */
const QUICK_MODEL = { use: 'autoencoder', with: { steps: 10 } };

let shop: Dataset;
let training: Recording;
let later: Recording;
beforeAll(async () => {
  shop = await openDataset({ path: 'datasets/webshop' });
  training = sliceRows(shop.recordings[0]!.recording, 0, 600);
  later = sliceRows(shop.recordings[0]!.recording, 600, 760);
});

const task = (seed: number) => ({ train: [{ recording: training, incidents: [], benign: [] }], seed });

async function faultsOf(use: string, settings: JsonObject) {
  const thrown = await createContender(use, { with: settings }, shop).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(InputError);
  return (thrown as InputError).faults.map(({ message }) => message);
}

describe('a hybrid of the line-up', () => {
  it.each(USES)('%s is made of the dataset’s rules and the autoencoder where nothing is said', async (use) => {
    const { contender } = await createContender(use, {}, shop);
    expect(contender.config).toMatchObject({
      rules: { use: 'rules', with: { name: 'rules', rules: { name: 'webshop' } } },
      model: { use: 'autoencoder', with: { steps: 600 } },
      rulesAt: 1,
      modelAt: 1,
    });
    expect(contender.traits).toMatchObject({ family: 'hybrid', randomness: 'seeded', learns: true });
  });

  it.each(USES)('%s is made again from its filled-in configuration alone, and decides the same', async (use) => {
    const { contender, info } = await createContender(use, { with: { model: QUICK_MODEL } }, shop);
    const again = await contenderFromInfo(JSON.parse(JSON.stringify(info)) as ContenderInfo);
    expect(again.config).toEqual(contender.config);
    expect(again.traits).toEqual(contender.traits);
    const watcher = await contender.fit(task(3));
    const restored = await again.restore(watcher.artefact());
    expect(replay(restored, later)).toEqual(replay(watcher, later));
    watcher.dispose();
    restored.dispose();
  });

  it('is made of the very watchers that stand alone: same artefacts for the same seed', async () => {
    const hybrid = (await createContender('rules-or-model', { with: { model: QUICK_MODEL } }, shop)).contender;
    const rules = await (await createContender('rules', {}, shop)).contender.fit(task(7));
    const model = await (await createContender('autoencoder', { with: QUICK_MODEL.with }, shop)).contender.fit(task(7));
    const watcher = await hybrid.fit(task(7));
    const artefact = decodeState(watcher.artefact()) as { readonly rules: Uint8Array; readonly model: Uint8Array };
    expect(artefact.rules).toEqual(rules.artefact());
    expect(artefact.model).toEqual(model.artefact());
    const ofRules = observeAll(rules, later);
    observeAll(watcher, later).forEach((verdict, row) => {
      const alone = ofRules[row]!;
      if (alone.kind !== 'scored') return;
      expect(verdict.kind === 'scored' && verdict.score).toBeGreaterThanOrEqual(alone.score);
    });
    for (const each of [rules, model, watcher]) each.dispose();
  });

  it('takes any contenders for its parts, hybrids and modules among them', async () => {
    const rules = { use: './examples/contender/largest-jump.ts' };
    const model = { use: 'guarded-model', with: { rules: { use: 'last-value' }, model: { use: 'rolling-mad' } } };
    const { contender, info } = await createContender('rules-unless-model-vetoes', { with: { rules, model } }, shop);
    expect((await contenderFromInfo(info)).config).toEqual(contender.config);
    const watcher = await contender.fit(task(1));
    expect(watcher.replayAll).toBeUndefined();
    expect(observeAll(watcher, later)).toHaveLength(160);
  });

  it('names everything that is wrong with it and with its parts at once, each with the part it is of', async () => {
    const settings = {
      factr: 3,
      rules: { use: 'ruels' },
      model: { use: 'autoencoder', with: { stpes: 3, epochs: 0 } },
    };
    const messages = await faultsOf('rules-or-model', settings);
    expect(messages).toHaveLength(4);
    expect(messages).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^rules-or-model, its rules: there is no contender "ruels"/),
        expect.stringMatching(/^rules-or-model, its model: autoencoder: unknown setting "stpes"/),
        expect.stringMatching(/^rules-or-model, its model: autoencoder\.epochs/),
        expect.stringMatching(/^rules-or-model: unknown setting "factr"/),
      ]),
    );
    expect(await faultsOf('guarded-model', { rules: { with: {} }, model: 'autoencoder', margin: -1 })).toHaveLength(3);
  });

  it('names the line of a rule file that one of its parts was given', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'watchbench-hybrid-'));
    const file = join(folder, 'faulty.rules.yaml');
    await writeFile(
      file,
      'version: 1\nname: f\nrules:\n  - { name: a, kind: static, channel: error_ratio, abve: 1 }\n',
    );
    const thrown = await createContender(
      'guarded-model',
      { with: { rules: { use: 'rules', with: { file } } } },
      shop,
    ).catch((error: unknown) => error);
    expect((thrown as InputError).faults[0]?.place).toMatchObject({ file, line: 4 });
    await rm(folder, { recursive: true });
  });

  it('takes part only where it is named', async () => {
    const plan = await makePlan({}, shop);
    expect(plan.contenders.filter(({ use }) => USES.includes(use))).toEqual([]);
    const named = await makePlan({ contenders: ['rules', 'rules-or-model'] }, shop);
    expect(named.contenders.map(({ name }) => name)).toEqual(['rules', 'rules-or-model']);
  });
});

describe('the configuration of a hybrid', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watchbench-hybrid-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('reads the paths of its parts relative to itself too, at any depth', async () => {
    const file = join(folder, 'nested.yaml');
    await writeFile(
      file,
      [
        'contenders:',
        '  - use: rules-or-model',
        '    with:',
        '      rules: { use: rules, with: { file: r.yaml } }',
        '      model: { use: guarded-model, with: { model: { use: ./mine.ts, with: { file: /at/root.csv } }, margin: 2 } }',
        '',
      ].join('\n'),
    );
    expect((await readConfig(file)).contenders?.[0]).toMatchObject({
      with: {
        rules: { with: { file: expect.stringMatching(/watchbench-hybrid-[^/]+\/r\.yaml$/) } },
        model: {
          with: {
            model: {
              use: expect.stringMatching(/^\.\/.*watchbench-hybrid-[^/]+\/mine\.ts$/),
              with: { file: '/at/root.csv' },
            },
            margin: 2,
          },
        },
      },
    });
  });

  it('of the example plans two pairs: rules with and without the season, each alone and with the model', async () => {
    const plan = await makePlan(await readConfig('examples/hybrid/when-do-i-need-the-model.yaml'), shop);
    const rulesOf = ({ config }: ContenderInfo) => (config.rules as { with?: JsonObject }).with?.rules ?? config.rules;
    const byName = Object.fromEntries(plan.contenders.map((info) => [info.name, info]));
    expect(rulesOf(byName['rules-or-model']!)).toEqual(rulesOf(byName.rules!));
    expect(rulesOf(byName['rules-without-season-or-model']!)).toEqual(rulesOf(byName['rules-without-season']!));
    expect(rulesOf(byName['rules-without-season']!)).not.toEqual(rulesOf(byName.rules!));
  });
});

describe('the example of rules without season', () => {
  it('is the rule file of the web shop but for every rule that knows the season', async () => {
    const knowsSeason = (rule: object) => JSON.stringify(rule).includes('season');
    const shopRules = (await readRuleFile(SHOP_RULES)).rules.rules;
    const expected = shopRules.filter((rule) => !knowsSeason(rule));
    expect((await readRuleFile(WITHOUT_SEASON)).rules.rules).toEqual(expected);
    expect(shopRules.length - expected.length).toBe(6);
  });
});

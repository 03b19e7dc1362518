import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { INFLATING_METRICS } from '../../src/accuracy/inflating-metrics.ts';
import { InputError } from '../../src/faults.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Plan } from '../../src/record/schema.ts';
import { configSchema } from '../../src/run/config.ts';
import { openDataset } from '../../src/run/open-dataset.ts';
import { makePlan, planDigest } from '../../src/run/plan.ts';
import { readConfig } from '../../src/run/read-config.ts';
import type { Dataset } from '../../src/telemetry/dataset.ts';

let folder: string;
let dataset: Dataset;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-config-'));
  dataset = await openDataset({ path: 'examples/telemetry/checkout-labelled.csv', labelColumn: 'is_anomaly' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function faultsOf(work: () => Promise<unknown>) {
  const thrown = await work().then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(InputError);
  return (thrown as InputError).faults;
}

const written = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

describe('a configuration', () => {
  it('names every fault at once with its line and column, and the key that was probably meant', async () => {
    const file = await written(
      'faulty.yaml',
      ['contenders: [rules]', 'studis: [accuracy]', 'seeds: [0]', 'policy:', '  hold: ten minutes', ''].join('\n'),
    );
    const faults = await faultsOf(() => readConfig(file));
    expect(faults.map(({ place }) => [place?.line, place?.column])).toEqual(
      expect.arrayContaining([
        [2, 1],
        [3, 9],
        [5, 9],
      ]),
    );
    expect(faults.find(({ place }) => place?.line === 2)?.hint).toContain('studies');
    expect(faults.find(({ place }) => place?.line === 5)?.message).toContain('20m');
  });

  it('reads paths relative to itself, not to the working directory', async () => {
    const file = await written(
      'paths.yaml',
      'data: here/shop\ncontenders: [./mine.ts, { use: rules, with: { file: r.yaml } }]\n',
    );
    const config = await readConfig(file);
    expect(join(config.data as string)).toMatch(/watchbench-config-[^/]+\/here\/shop$/);
    expect(config.contenders?.[0]).toMatch(/^\.\/.*watchbench-config-[^/]+\/mine\.ts$/);
    expect(config.contenders?.[1]).toMatchObject({
      with: { file: expect.stringMatching(/watchbench-config-[^/]+\/r\.yaml$/) },
    });
  });

  it('may be a module, checked by the same schema', async () => {
    const good = await written('good.config.mjs', 'export default { seeds: [4] };\n');
    expect(await readConfig(good)).toMatchObject({ seeds: [4] });
    const bad = await written('bad.config.mjs', 'export default { sedes: [4] };\n');
    const [fault] = await faultsOf(() => readConfig(bad));
    expect(fault?.hint).toContain('seeds');
  });

  it('has a published JSON Schema that is up to date', () => {
    const published: unknown = JSON.parse(readFileSync('watchbench.config.schema.json', 'utf8'));
    const now = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
    expect(published, 'npm run schemas rewrites it').toEqual({
      title: 'watchbench configuration',
      ...JSON.parse(JSON.stringify(now)),
    });
  });
});

describe('a plan', () => {
  it('is the same for the same configuration and data', async () => {
    const config = { contenders: ['null', 'random', 'rolling-mad'] };
    expect(planDigest(await makePlan(config, dataset))).toBe(planDigest(await makePlan(config, dataset)));
  });

  it('has every default filled in: no setting of a contender is left open', async () => {
    const plan = await makePlan({ contenders: ['rolling-mad'] }, dataset);
    expect(Object.keys(plan.contenders[0]!.config).length).toBeGreaterThan(0);
    expect(plan.accuracy.metrics).toContain(plan.accuracy.primaryMetric);
  });

  describe('on a dataset that says what holds where a configuration is silent', () => {
    const on = (contenders: Record<string, JsonObject>): Dataset => ({
      ...dataset,
      defaults: { cooldownMs: 18_000, contenders },
    });
    const fast = { metronome: { every: '7m15s' }, 'rolling-mad': { window: '2m', minReadings: 40 } };
    const configOf = (plan: Plan, name: string) => plan.contenders.find((contender) => contender.name === name)?.config;

    it('takes its cool-down and settings, and the word of the configuration over each of them', async () => {
      const contenders = ['metronome', { use: 'rolling-mad', name: 'mad', with: { window: '3m' } }];
      const silent = await makePlan({ contenders }, on(fast));
      expect(silent.policy.cooldownMs).toBe(18_000);
      expect(configOf(silent, 'metronome')).toMatchObject({ every: '7m15s' });
      expect(configOf(silent, 'mad')).toMatchObject({ window: '3m', minReadings: 40 });
      const spoken = await makePlan({ contenders, policy: { cooldown: '1m' } }, on(fast));
      expect(spoken.policy.cooldownMs).toBe(60_000);
    });

    it('takes its settings for the parts of a hybrid too', async () => {
      const hybrid = { use: 'rules-or-model', with: { model: { use: 'rolling-mad', with: {} } } };
      const plan = await makePlan({ contenders: [hybrid] }, on(fast));
      expect(configOf(plan, 'rules-or-model')).toMatchObject({ model: { with: { window: '2m', minReadings: 40 } } });
    });

    it('refuses its settings for a contender that there is not', async () => {
      const [fault] = await faultsOf(() => makePlan({ contenders: ['null'] }, on({ metronom: {} })));
      expect(fault).toMatchObject({
        code: 'config/unknown-contender',
        message: expect.stringContaining('dataset.json has settings'),
        hint: expect.stringContaining('metronome'),
      });
    });
  });

  it('holds tolerance and costs where the configuration speaks of them, the rest of the table filled in', async () => {
    const silent = await makePlan({ contenders: ['null'] }, dataset);
    expect(silent.accuracy).not.toHaveProperty('tolerance');
    expect(silent.accuracy).not.toHaveProperty('costs');
    const accuracy = { toleranceBefore: '5m', costs: { missedIncident: 50 } };
    const plan = await makePlan({ contenders: ['null'], accuracy }, dataset);
    expect(plan.accuracy.tolerance).toEqual({ beforeMs: 300_000, afterMs: 0 });
    expect(plan.accuracy.costs).toEqual({ missedIncident: 50, falsePage: 1, repeatedPage: 0.2, undetectedHour: 1 });
  });

  it('rests on no metric that noise does well on, unless the configuration says why', async () => {
    const accuracy = { primaryMetric: 'pa-f1' };
    const faults = await faultsOf(() => makePlan({ contenders: ['null'], accuracy }, dataset));
    expect(faults).toEqual([
      {
        code: 'config/inflating-metric',
        message: expect.stringMatching(/^pa-f1 is no primary metric, because noise does well on it: one lucky row /),
        hint: expect.stringContaining('iKnow'),
      },
    ]);
    const why = 'compared with a paper that reports nothing else';
    const plan = await makePlan({ contenders: ['null'], accuracy: { ...accuracy, iKnow: { why } } }, dataset);
    expect(plan.accuracy).toMatchObject({ primaryMetric: 'pa-f1', iKnow: { noise: INFLATING_METRICS['pa-f1'], why } });
  });

  it('computes such a metric beside another without being asked why, and keeps no idle excuse', async () => {
    const plan = await makePlan(
      { contenders: ['null'], accuracy: { metrics: ['pa-f1'], iKnow: { why: 'x' } } },
      dataset,
    );
    expect(plan.accuracy.metrics).toContain('pa-f1');
    expect(plan.accuracy).not.toHaveProperty('iKnow');
  });

  it('a reason is more than blanks', () => {
    expect(configSchema.safeParse({ accuracy: { iKnow: { why: '  ' } } }).success).toBe(false);
    expect(configSchema.safeParse({ accuracy: { iKnow: true } }).success).toBe(false);
  });

  it('refuses what names nothing, all of it at once', async () => {
    const faults = await faultsOf(() =>
      makePlan(
        {
          contenders: ['null', 'null'],
          accuracy: { metrics: ['f2'], primaryMetric: 'event-f1' },
          behaviour: { properties: ['is-nice'] },
          latency: { against: 'nobody' },
        },
        dataset,
      ),
    );
    expect(faults.map(({ code }) => code).sort()).toEqual([
      'config/duplicate-contender',
      'config/unknown-contender',
      'config/unknown-metric',
      'config/unknown-property',
    ]);
  });

  it('names a rule on a channel that is not there by line and column, before anything runs', async () => {
    const rules = (channel: string) =>
      `version: 1\nname: r\nrules:\n  - name: high\n    kind: static\n    channel: ${channel}\n    above: 5\n`;
    const good = await written('good.rules.yaml', rules('latency_ms'));
    const bad = await written('bad.rules.yaml', rules('latency_sm'));
    const planWith = (file: string) => makePlan({ contenders: [{ use: 'rules', with: { file } }] }, dataset);
    await expect(planWith(good)).resolves.toBeDefined();
    const [fault] = await faultsOf(() => planWith(bad));
    expect(fault).toMatchObject({
      code: 'rules/unknown-channel',
      place: { file: bad, line: 6, column: 14 },
      hint: expect.stringContaining('latency_ms'),
    });
  });

  it('refuses a setting that a contender does not have', async () => {
    const [fault] = await faultsOf(() => makePlan({ contenders: [{ use: 'rules', with: { fiel: 'x' } }] }, dataset));
    expect(fault?.message).toContain('fiel');
  });

  it('refuses a contender nobody knows, and says who is known', async () => {
    const [fault] = await faultsOf(() => makePlan({ contenders: ['autoencodr'] }, dataset));
    expect(fault).toMatchObject({ code: 'contender/unknown', hint: expect.stringContaining('autoencoder') });
  });
});

describe('opening data', () => {
  it.each([
    ['a path that is not there', { path: 'no/such/place' }, 'data/not-found'],
    ['a folder of an unknown kind', { path: 'src' }, 'data/unknown-format'],
    ['a CSV without labels', { path: 'examples/telemetry/checkout.csv' }, 'data/no-labels'],
    ['--select on a dataset folder', { path: 'datasets/webshop', select: 'x' }, 'data/setting'],
  ])('refuses %s', async (_, source, code) => {
    const [fault] = await faultsOf(() => openDataset(source));
    expect(fault?.code).toBe(code);
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studyAccuracy } from '../../src/accuracy/study.ts';
import { InputError } from '../../src/faults.ts';
import type { JsonObject } from '../../src/json.ts';
import { type ArtefactFile, artefactText, readArtefactFile } from '../../src/run/artefact-file.ts';
import { assignmentsOf } from '../../src/run/assignments.ts';
import { fitArtefact } from '../../src/run/fit-artefact.ts';
import { contenderFromInfo, createContender } from '../../src/run/line-up.ts';
import type { Dataset } from '../../src/telemetry/dataset.ts';
import { savedShop } from './saved-shop.ts';

const dataset = savedShop();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-artefact-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fitted(use: string, settings: JsonObject = {}): Promise<ArtefactFile> {
  const { contender, info } = await createContender(use, { with: settings }, dataset);
  return fitArtefact({ contender, info, dataset, seed: 7, writtenBy: '0.0.0' });
}

async function saved(use: string, settings: JsonObject = {}): Promise<string> {
  const path = join(folder, `${use}-${Object.values(settings).join('-')}.artefact.json`);
  await writeFile(path, artefactText(await fitted(use, settings)));
  return path;
}

const accuracyOf = async (use: string, settings: JsonObject = {}) =>
  studyAccuracy({
    contender: (await createContender(use, { with: settings }, dataset)).contender,
    assignments: assignmentsOf(dataset, { kind: 'split' }),
    seed: 7,
    planSeed: 7,
    settings: {
      primaryMetric: 'event-f1',
      metrics: ['event-f1', 'roc-auc'],
      thresholdTrials: 20,
      bootstrapResamples: 100,
      margin: 0.05,
    },
    policy: { clearRatio: 1, holdMs: 0, keepMs: 0, cooldownMs: 3_600_000 },
  });

/** What `createContender` finds wrong with a file of this text. */
async function faultOf(text: string, on: Dataset | null = dataset, settings: JsonObject = {}): Promise<string> {
  const path = join(folder, 'broken.artefact.json');
  await writeFile(path, text);
  const wrong = await createContender(path, { with: settings }, on).catch((error: unknown) => error);
  if (!(wrong instanceof InputError)) throw new Error(`expected an InputError, got ${wrong}`);
  return wrong.message.replaceAll(folder, '');
}

interface Decided {
  readonly backend: string | null;
  readonly decisions: string;
  readonly scores: readonly string[];
}

async function decidedAlone(path: string, settings: JsonObject = {}): Promise<Decided> {
  const program = resolve(import.meta.dirname, 'decide-alone.ts');
  const args = ['--import', 'tsx', program, path, JSON.stringify(settings)];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as Decided;
}

describe('a saved contender', () => {
  it.each([
    ['autoencoder', { steps: 150 }],
    ['forecaster', { steps: 150 }],
    ['rules', {}],
    ['rolling-mad', {}],
  ] as const)('%s is judged as the one it was saved from, figure by figure', async (use, settings) => {
    const path = await saved(use, settings);
    const { backend: _here, ...fromFile } = await accuracyOf(path);
    const { backend: _there, ...anew } = await accuracyOf(use, settings);
    expect(fromFile).toEqual(anew);
  });

  it.each(['autoencoder', 'forecaster'])(
    '%s decides the same in another process, compiled and on each backend of TensorFlow.js',
    async (use) => {
      const path = await saved(use, { steps: 200, calibration: 'conformal', falseAlarmRate: 0.01 });
      const [compiled, cpu, wasm] = await Promise.all([
        decidedAlone(path),
        decidedAlone(path, { backend: 'cpu' }),
        decidedAlone(path, { backend: 'wasm' }),
      ]);
      expect([compiled!.backend, cpu!.backend, wasm!.backend]).toEqual([
        expect.stringMatching(/^compiled/),
        'cpu',
        'wasm',
      ]);
      expect(compiled!.decisions).toContain('#');
      expect([cpu!.decisions, wasm!.decisions]).toEqual([compiled!.decisions, compiled!.decisions]);
      expect(cpu!.scores).not.toEqual(compiled!.scores); // other last bits: it was another engine
    },
  );

  it('learns nothing any more: no seed matters, and promises about learning anew are dropped', async () => {
    const { contender } = await createContender(await saved('autoencoder', { steps: 20 }), {}, dataset);
    expect(contender.traits).toMatchObject({
      learns: false,
      randomness: 'none',
      claims: ['missing-readings-never-read-as-quiet', 'obvious-spike-is-scored-above-quiet'],
    });
  });

  it('is named in a plan by path and digest, and refused when the file has changed since', async () => {
    const path = await saved('rolling-mad', {});
    const { info } = await createContender(path, {}, dataset);
    expect(info).toMatchObject({
      use: path,
      config: { of: 'rolling-mad', seed: 7, learnedFrom: { name: 'small-shop', digest: dataset.digest } },
    });
    await expect(contenderFromInfo(info)).resolves.toBeDefined();
    await writeFile(path, artefactText(await fitted('rolling-mad', { window: '2h' })));
    await expect(contenderFromInfo(info)).rejects.toThrow(/artefact\/changed/);
  });

  it('may be part of a hybrid', async () => {
    const model = { use: await saved('autoencoder', { steps: 21 }) };
    const { contender, info } = await createContender('rules-or-model', { with: { model } }, dataset);
    expect(JSON.stringify(contender.config)).toContain('"of":"autoencoder"');
    await expect(contenderFromInfo(info)).resolves.toBeDefined();
  });
});

describe('the file of a saved contender', () => {
  it('says what learned, with which seed, and from what', async () => {
    const path = await saved('last-value');
    expect(await readArtefactFile(path)).toMatchObject({
      contender: { use: 'last-value' },
      seed: 7,
      threshold: 1,
      data: {
        name: 'small-shop',
        stepMs: 300_000,
        recordings: [{ id: 'train', rows: 1440, startMs: Date.UTC(2025, 0, 6) }],
        channels: [{ name: 'requests', unit: 'req/s', kind: 'gauge' }, { name: 'cpu' }, { name: 'latency' }],
      },
    });
  });

  it('is refused by name and place: not JSON, no artefact, of another version, incomplete, changed', async () => {
    const file = await fitted('last-value');
    expect(await faultOf('{ "format": ')).toMatch(/^\/broken.artefact.json:1:\d+: .*document\/syntax/);
    expect(await faultOf('{"a": 1}')).toMatch(/expected a saved contender .*artefact\/not-an-artefact/);
    expect(await faultOf(artefactText({ ...file, version: 2 } as never))).toMatch(
      /^\/broken.artefact.json:3:14: it is of version 2, this watchbench reads version 1 \[artefact\/version\]\n {2}a newer/,
    );
    const { seed: _, ...incomplete } = file;
    expect(await faultOf(artefactText({ ...incomplete, threshold: '1' } as never))).toMatch(/seed.*\n.*threshold/);
    expect(await faultOf(artefactText({ ...file, seed: 8 }))).toMatch(/it was changed after it was written/);
  });

  it('is refused at the door where the dataset lacks what it learned on', async () => {
    const text = artefactText(await fitted('last-value'));
    const [requests, cpu] = dataset.channels;
    const fault = await faultOf(text, { ...dataset, name: 'other', channels: [requests!, { ...cpu!, unit: '1' }] });
    expect(fault).toMatch(/it learned on cpu, a gauge in %; here it is a gauge in 1/);
    expect(fault).toMatch(/it learned on latency, a gauge in ms; which is not there/);
    expect(fault).toMatch(/learned on small-shop, asked to watch other/);
  });

  it('is refused at the door where what was learned is of another kind or version of the contender', async () => {
    const forecaster = await fitted('forecaster', { steps: 20 });
    const { contender, info } = await createContender('autoencoder', { with: { steps: 20 } }, dataset);
    const mixed = await fitArtefact({
      contender: {
        ...contender,
        fit: async (task) =>
          (await createContender('forecaster', { with: { steps: 20 } }, dataset)).contender.fit(task),
      },
      info,
      dataset,
      seed: 7,
      writtenBy: '0.0.0',
    });
    expect(mixed.learned).toBe(forecaster.learned);
    expect(await faultOf(artefactText(mixed))).toMatch(
      /what it learned cannot be read: .*autoencoder.*artefact\/learned/,
    );
  });

  it('takes no settings but the engine, and that only where there is one to choose', async () => {
    const plain = artefactText(await fitted('last-value'));
    expect(await faultOf(plain, dataset, { window: '1h' })).toMatch(
      /has no settings, got window .*artefact\/no-engine/,
    );
    const model = artefactText(await fitted('autoencoder', { steps: 20 }));
    expect(await faultOf(model, dataset, { steps: 40 })).toMatch(/unknown setting "steps"/);
    expect(await faultOf(model, dataset, { inference: 'compiled', backend: 'cpu' })).toMatch(/does not go with/);
  });
});

describe('saving a contender', () => {
  it('is refused where it has learned nothing, and where there is not one part to learn from', async () => {
    await expect(fitted('autoencoder', { calibration: 'conformal', falseAlarmRate: 0.0001 })).rejects.toThrow(
      /it abstains on every row it has learned from: .*conformal needs 9999 rows.*fit\/learned-nothing/,
    );
    const { contender, info } = await createContender('last-value', {}, dataset);
    const fitOn = (recordings: Dataset['recordings']) =>
      fitArtefact({ contender, info, dataset: { ...dataset, recordings }, seed: 1, writtenBy: '0.0.0' });
    await expect(fitOn(dataset.recordings.slice(1))).rejects.toThrow(/fit\/no-training/);
    const own = dataset.recordings.map((each) => ({ ...each, role: 'train-then-test' as const, scoredFromRow: 100 }));
    await expect(fitOn(own)).rejects.toThrow(/each of the 3 recordings .*fit\/several-parts/);
  });
});

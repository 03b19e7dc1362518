import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardOf, cardOfArtefact } from '../../src/cards/card-of.ts';
import { runCli } from '../../src/cli/main.ts';
import type { JsonObject } from '../../src/json.ts';
import type { RunRecord } from '../../src/record/schema.ts';
import type { ArtefactFile } from '../../src/run/artefact-file.ts';
import { fitArtefact } from '../../src/run/fit-artefact.ts';
import { createContender } from '../../src/run/line-up.ts';
import { toldWorld } from '../cli/told-world.ts';
import { withColumn } from '../contenders/model/shop.ts';
import { exampleRecord } from '../record/example-record.ts';
import { savedShop } from '../run/saved-shop.ts';

const RULES = 'examples/rules/checkout.rules.yaml';
const shop = savedShop();
/** One channel never moves. */
const dataset = {
  ...shop,
  recordings: shop.recordings.map((each) => ({ ...each, recording: withColumn(each.recording, 1, () => 7) })),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-card-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fitted(use: string, settings: JsonObject = {}, name = 'mine'): Promise<ArtefactFile> {
  const { contender, info } = await createContender(use, { name, with: settings }, dataset);
  return fitArtefact({ contender, info, dataset, seed: 7, writtenBy: '1.2.3' });
}

/** The example record, in which the model is this one. */
function recordWith(file: ArtefactFile): RunRecord {
  const record = structuredClone(exampleRecord());
  record.plan.contenders.find(({ name }) => name === 'autoencoder')!.config = { sha256: file.sha256 };
  return record;
}

const headings = (card: string) => card.split('\n').filter((line) => /^##? /.test(line));
const part = (card: string, title: string) => card.split('\n## ').find((each) => each.startsWith(`${title}\n`))!;
/** Every table has as many cells in each row as in its head. */
function expectTables(card: string): void {
  for (const table of card.split('\n\n').filter((block) => block.startsWith('|'))) {
    const widths = table
      .trim()
      .split('\n')
      .map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(widths).size, table).toBe(1);
  }
}

describe('a model card', () => {
  it('goes from what it is to its settings', async () => {
    const card = cardOfArtefact(await fitted('autoencoder', { steps: 40 }), 'shop.artefact.json', null);
    expect(headings(card)).toEqual([
      '# Model card: mine',
      '## What it is',
      '## Intended use',
      '## How it decides',
      '## What it learned from',
      '## When it says that it cannot tell',
      '## Known blind spots',
      '## Measured',
      '## Settings',
    ]);
    expectTables(card);
    expect(card).not.toMatch(/undefined|NaN|\[object/);
  });

  it('says the size, data, period, seed and digest of this very file', async () => {
    const file = await fitted('autoencoder', { steps: 40 });
    const card = cardOfArtefact(file, 'shop.artefact.json', null);
    // 16 rows × 3 channels and the phase of the day; a week is not covered twice.
    const parameters = 51 * 16 + 17 * 4 + 5 * 16 + 17 * 48;
    expect(part(card, 'What it is')).toContain(`one network of ${parameters} parameters: 50 → 16 → 4 → 16 → 48`);
    for (const text of [file.sha256, '| seed | 7 |', 'watchbench 1.2.3']) expect(card).toContain(text);
    const learned = part(card, 'What it learned from');
    expect(learned).toContain('| train | 1440 | 2025-01-06 00:00 to 2025-01-10 23:55 | 5d |');
    expect(learned).toMatch(/\| cpu \| gauge \| % \| 7 ± 0 % \| never moved: any other reading is five standard/);
    expect(learned).toMatch(/\| requests \| gauge \| req\/s \| [\d.]+ ± [\d.]+ req\/s \| {2}\|/);
  });

  it('says how it decides and what it does not see by its construction', async () => {
    const autoencoder = cardOfArtefact(await fitted('autoencoder', { steps: 40 }), 'f', null);
    expect(part(autoencoder, 'How it decides')).toContain('the last 16 rows (1h20m) of every channel');
    expect(part(autoencoder, 'Known blind spots')).toContain('the stream’s own, and it gets used to them');
    const promising = { steps: 40, calibration: 'pot', falseAlarmRate: 0.01 };
    const calibrated = cardOfArtefact(await fitted('autoencoder', promising), 'f', null);
    expect(part(calibrated, 'How it decides')).toMatch(
      /as rare as 1 %, by a generalised Pareto tail \(shape -?\d\.\d\d/,
    );
    expect(part(calibrated, 'Known blind spots')).not.toContain('gets used to them');
    const forecaster = cardOfArtefact(await fitted('forecaster', { steps: 40, mode: 'online', members: 2 }), 'f', null);
    expect(part(forecaster, 'What it is')).toContain('6 networks, 2 for each of 3 channels, of 913 parameters');
    expect(part(forecaster, 'How it decides')).toContain('It learns on from every row');
    expect(part(forecaster, 'Known blind spots')).toContain('Relations between channels');
  });

  it('without a run says that nothing was measured and how to; with one, what it was seen not to see', async () => {
    const file = await fitted('autoencoder', { steps: 40 });
    const unmeasured = cardOfArtefact(file, 'shop.artefact.json', null);
    expect(part(unmeasured, 'Measured')).toContain(
      '`watchbench run --contenders rules,shop.artefact.json` measures it',
    );
    const card = cardOfArtefact(file, 'shop.artefact.json', recordWith(file));
    expect(part(card, 'Known blind spots')).toMatch(/No page in \d+ of \d+ incidents? of kind /);
    expect(part(card, 'Known blind spots')).toMatch(/Not held.*: /);
    expect(part(card, 'Measured')).toMatch(/\| Event F1 \| 0\.55 /);
  });

  it('refuses a run in which it did not take part, and knows itself among contenders that learned the same', async () => {
    const file = await fitted('autoencoder', { steps: 40 });
    expect(() => cardOfArtefact(file, 'f', exampleRecord())).toThrow(/card\/not-in-record/);
    const same = structuredClone(exampleRecord());
    same.plan.dataset.digest = file.data.digest;
    same.plan.seeds = [file.seed];
    const model = same.plan.contenders.find(({ name }) => name === 'autoencoder')!;
    [model.use, model.config] = [file.contender.use, file.contender.config];
    expect(cardOfArtefact(file, 'f', same)).toContain('Event F1');
    same.plan.seeds = [file.seed + 1];
    expect(() => cardOfArtefact(file, 'f', same)).toThrow(/card\/not-in-record/);
  });

  it('of a contender without a network has no word of one; of rules it has the rules', async () => {
    const plain = cardOfArtefact(await fitted('rolling-mad'), 'f', null);
    expect(plain).toMatch(/^# Contender card: mine/);
    expect(plain).not.toContain('network');
    expect(cardOfArtefact(await fitted('rules'), 'f', null)).toContain('### unlike-its-past');
  });

  it('takes no Markdown from names', async () => {
    const card = cardOfArtefact(await fitted('rolling-mad', {}, '<b>`x`|y</b>\n# z'), 'f', null);
    expect(headings(card)[0]).toBe('# Contender card: &lt;b&gt;\\`x\\`\\|y&lt;/b&gt; \\# z');
    expectTables(card);
  });
});

describe('a rule card', () => {
  it('has every rule in words, its constants and what it does not see', async () => {
    const card = await cardOf(RULES, RULES, null);
    expect(headings(card)).toEqual([
      '# Rule card: checkout',
      '## Reading it',
      '## The rules',
      '## Known blind spots of them all',
      '## Measured',
    ]);
    expect(card).toContain('16 rules, 13 of which may page.');
    expect(part(card, 'The rules')).toContain(
      [
        '### queue-jumped',
        'Fires when, on queue\\_depth, its reading has risen by more than 500 from its least within 1h. Without a reading it cannot tell, and says so.',
        'Constants: kind rate-of-change · over 1h · rise 500 · measure units',
        'Does not see: a change slower than that; a new level that stays: after 1h it is the one compared with.',
      ].join('\n\n'),
    );
  });

  it('with a run says what they missed, and which channels no rule looks at', async () => {
    const file = join(folder, 'one.rules.yaml');
    await writeFile(file, 'version: 1\nname: one\nrules: [{ name: a, kind: static, channel: "latency_*", above: 9 }]');
    const { info } = await createContender('rules', { with: { file } }, null);
    const record = structuredClone(exampleRecord());
    Object.assign(record.plan.contenders.find(({ name }) => name === 'rules')!, { config: info.config });
    const card = await cardOf(file, 'one.rules.yaml', record);
    expect(part(card, 'Known blind spots of them all')).toMatch(/No rule looks at /);
    expect(part(card, 'Known blind spots of them all')).not.toMatch(/No rule looks at [^.]*latency/);
    expect(part(card, 'Measured')).toContain('| Event F1 | 0.84');
  });
});

describe('watchbench card', () => {
  async function watchbench(...argv: string[]) {
    const { io, said } = toldWorld();
    const code = await runCli(argv, io);
    return { ...said, code };
  }

  it('prints the card of a rule file, or writes it', async () => {
    const { out } = await watchbench('card', RULES);
    expect(out).toMatch(/^# Rule card: checkout\n/);
    const file = join(folder, 'card.md');
    await watchbench('card', RULES, '--write', file);
    expect(await readFile(file, 'utf8')).toBe(out);
  });

  it('is written beside what fit keeps', async () => {
    const file = join(folder, 'mad.artefact.json');
    await watchbench('fit', 'rolling-mad', '--data', 'datasets/webshop', '--write', file);
    const beside = await readFile(join(folder, 'mad.artefact.md'), 'utf8');
    expect(beside).toMatch(/^# Contender card: mad\n/);
  });

  it('names what is no card’s file', async () => {
    expect(await watchbench('card', 'package.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('artefact/not-an-artefact'),
    });
  });
});

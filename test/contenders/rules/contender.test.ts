import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Contender } from '../../../src/contenders/contract.ts';
import { rulesContender, rulesFromConfig } from '../../../src/contenders/rules/contender.ts';
import { parseRuleFile } from '../../../src/contenders/rules/read-rule-file.ts';
import { InputError } from '../../../src/faults.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import { channel, noise, picture, recording, repeat } from './watching.ts';

const GENERIC = 'src/contenders/rules/generic.rules.yaml';
const labelled = (values: number[], startMs = 0) => ({
  recording: recording('5m', { load: values }, startMs),
  incidents: [],
  benign: [],
});
const train = [labelled(noise(900, 1))];
const later = recording('5m', { load: [...noise(300, 2), ...noise(60, 3, 160)] }, 1e9);

describe('rules contender', () => {
  it('can be made again from its config as plain JSON, and decides the same', async () => {
    const original = await rulesContender({ file: GENERIC, name: 'generic' });
    const again = rulesFromConfig(JSON.parse(JSON.stringify(original.config)));
    expect(again.name).toBe('generic');
    expect(again.traits).toEqual(original.traits);
    expect(again.config).toEqual(original.config);
    const verdicts = async (contender: Contender) => observeAll(await contender.fit({ train, seed: 1 }), later);
    expect(await verdicts(again)).toEqual(await verdicts(original));
  });

  it('restores from its artefact alone, to the same decisions', async () => {
    const contender = await rulesContender({ file: GENERIC });
    const watcher = await contender.fit({ train, seed: 1 });
    const restored = await contender.restore(watcher.artefact());
    expect(observeAll(restored, later)).toEqual(observeAll(watcher, later));
    expect(restored.artefact()).toEqual(watcher.artefact());
  });

  it('learns the same whatever the seed', async () => {
    const contender = await rulesContender({ file: GENERIC });
    const [one, other] = await Promise.all([contender.fit({ train, seed: 1 }), contender.fit({ train, seed: 2 })]);
    expect(other.artefact()).toEqual(one.artefact());
  });

  it('learns from every training recording', async () => {
    const contender = await rulesContender({ file: GENERIC });
    const both = await contender.fit({ train: [labelled(noise(500, 5)), labelled(noise(500, 6), 2e8)], seed: 1 });
    const first = await contender.fit({ train: [labelled(noise(500, 5))], seed: 1 });
    expect(both.artefact()).not.toEqual(first.artefact());
    expect(picture(observeAll(both, later))).not.toContain('?');
  });

  it('refuses an artefact of other rules and a config whose digest does not fit', async () => {
    const generic = await rulesContender({ file: GENERIC });
    const other = await rulesContender({
      parsed: parseRuleFile(
        'version: 1\nname: t\nrules: [{ name: a, kind: static, channel: "*", above: 1 }]',
        't.yaml',
      ),
    });
    const artefact = (await generic.fit({ train: [], seed: 1 })).artefact();
    await expect(other.restore(artefact)).rejects.toThrow('other rules');
    expect(() => rulesFromConfig({ ...generic.config, sha256: 'sha256:00' })).toThrow(InputError);
  });

  it('says of itself only what its rules support', async () => {
    const traits = async (rules: string) =>
      (await rulesContender({ parsed: parseRuleFile(`version: 1\nname: t\nrules: [${rules}]`, 't.yaml') })).traits;
    const limit = await traits('{ name: a, kind: static, channel: x, above: 1 }');
    expect(limit).toMatchObject({ learns: false, warmupRows: 0, claims: ['missing-readings-never-read-as-quiet'] });
    const bridged = await traits('{ name: a, kind: static, channel: x, above: 1, bridge: 5m }');
    expect(bridged.claims).toEqual([]);
    const chart = await traits('{ name: a, kind: ewma, channel: "*", minReadings: 50 }');
    expect(chart).toMatchObject({ learns: true, warmupRows: 50 });
    expect(chart.claims).toContain('scale-invariant-after-refit');
    expect(chart.claims).toContain('obvious-spike-is-scored-above-quiet');
    const absence = await traits('{ name: a, kind: absence, channel: x, after: 5m }');
    expect(absence.claims).not.toContain('missing-readings-never-read-as-quiet');
  });

  it('finds out at the door that a channel is not there', async () => {
    const contender = await rulesContender({ file: 'examples/rules/checkout.rules.yaml' });
    const watcher = await contender.fit({ train: [], seed: 1 });
    expect(() => watcher.open([channel('latency_p95_ms')])).toThrow(InputError);
  });

  it('runs the example file on the channels it is about', async () => {
    const contender = await rulesContender({ file: 'examples/rules/checkout.rules.yaml' });
    const rows = 40;
    const quiet = recording('5m', {
      latency_p95_ms: noise(rows, 1, 200, 5),
      queue_depth: noise(rows, 2, 50, 5),
      orders_per_minute: noise(rows, 3, 90, 5),
    });
    const cpu = ['web-1', 'web-2', 'db-1', 'db-2'].map((host) =>
      channel('cpu_utilisation', '%', { host, role: host.slice(0, -2) }),
    );
    const counters = ['http_requests_failed_total', 'http_requests_total'].map((name) => ({
      ...channel(name),
      kind: 'counter' as const,
    }));
    const whole = {
      ...quiet,
      channels: [...quiet.channels, ...cpu, ...counters],
      columns: [
        ...quiet.columns,
        ...[4, 5, 6, 7].map((seed) => Float64Array.from(noise(rows, seed, 40, 2))),
        ...[1, 5000].map((perRow) => Float64Array.from({ length: rows }, (_, row) => row * perRow)),
      ],
    };
    const slow = {
      ...whole,
      columns: [
        Float64Array.from([...noise(20, 1, 200, 5), ...repeat(700, 20).map((x, i) => x + i)]),
        ...whole.columns.slice(1),
      ],
    };
    const watcher = await contender.fit({ train: [], seed: 1 });
    expect(picture(observeAll(watcher, whole))).not.toContain('#');
    const verdicts = observeAll(watcher, slow);
    expect(picture(verdicts).indexOf('#')).toBe(23); // 15 minutes after the first slow row
    expect(verdicts[23]).toMatchObject({ causes: [{ source: 'latency-high' }] });
  });

  it('keeps the published description of its config: the file with every default filled in', async () => {
    const { config } = await rulesContender({ file: GENERIC });
    expect(config).toMatchObject({ name: 'rules', sha256: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(readFileSync(GENERIC, 'utf8')).not.toContain('minReadings');
    expect(JSON.stringify(config.rules)).toContain('"minReadings":100');
  });
});

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import type { ManifestInput } from '../../src/telemetry/manifest.ts';
import { formatTime } from '../../src/telemetry/time-text.ts';
import { toldWorld } from './told-world.ts';

const DATA = ['--data', resolve('datasets/webshop')];
let file = '';

beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'explain-')), 'r.yml');
  await writeFile(
    file,
    `groups:
  - name: shop
    interval: 5m
    rules:
      - record: latency:mean1h
        expr: avg_over_time(latency_p95_ms[1h])
      - alert: Slow
        expr: latency_p95_ms > 1.5 * latency:mean1h offset 30m
        for: 5m
      - { alert: Blind, expr: lost > 1 }
`,
  );
});

async function explain(...args: readonly string[]) {
  const { io, said } = toldWorld();
  const code = await runCli(['rules', 'explain', file, ...DATA, ...args], io);
  return { ...said, code };
}

describe('rules explain', () => {
  it('tells each firing with its values, its threshold and the line of its rule', async () => {
    const { out, code } = await explain('--alert', 'Slow', '--recording', 'test-a', '--most', '1');
    expect(out).toContain(
      `Slow, group shop, ${file}:7:16\n  latency_p95_ms > 1.5 * latency:mean1h offset 30m\n  for 5m\n`,
    );
    expect(out).toMatch(/fired \d+ times\n {2}pending \d+ times without firing, at the longest for 5m\n/);
    expect(out).toMatch(
      /1?\.? ?Slow fired\n {3}active since 2025-04-13T06:10:00Z\n {3}fired at 2025-04-13T06:15:00Z, after 5m pending/,
    );
    expect(out).toMatch(/when it fired, 2025-04-13T06:15:00Z: 629\.2 held against > 207\.8 \(\+202\.8 %\)/);
    expect(out).toMatch(/and \d+ more \(--most \d+\)/);
    expect(code).toBe(0);
  });

  it('keeps every figure in JSON', async () => {
    const { out } = await explain('--alert', 'Slow', '--recording', 'test-a', '--json');
    const { recordings } = JSON.parse(out);
    expect(recordings).toHaveLength(1);
    const [{ explained, firings }] = recordings;
    expect(explained).toHaveLength(firings);
    const [{ moments, pendingMs, labels }] = explained;
    expect(labels).toEqual({ alertname: 'Slow' });
    expect(pendingMs).toBe(300_000);
    const [, firing] = moments;
    expect(firing.threshold.limit).toBeCloseTo(207.8, 1);
    const part = (text: string) =>
      firing.parts.find((each: { text: string }) => each.text === text).value.elements[0].value;
    expect(part('1.5 * latency:mean1h offset 30m')).toBeCloseTo(1.5 * part('latency:mean1h offset 30m'), 9);
    expect(firing.threshold.observed).toBe(part('latency_p95_ms'));
  });

  it('says of one time whether the alert was pending, firing or neither', async () => {
    expect((await explain('--alert', 'Slow', '--at', '2025-04-13T06:12:00Z')).out).toContain('Slow is pending\n');
    expect((await explain('--alert', 'Slow', '--at', '2025-04-13T06:17:00Z')).out).toContain('Slow is firing\n');
    expect((await explain('--alert', 'Slow', '--at', '2025-04-13T03:00:00Z')).out).toContain(
      'neither pending nor firing at 2025-04-13T03:00:00Z',
    );
  });

  it('does not take silence without data for quiet', async () => {
    const { out } = await explain('--alert', 'Blind', '--recording', 'test-a');
    expect(out).toContain('never fired');
    expect(out).toContain('it never saw data, so its silence says nothing');
    expect((await explain('--alert', 'Blind', '--at', '2025-04-13T03:00:00Z')).out).toContain(
      'missing: lost has no series',
    );
  });

  it('refuses alerts, recordings and times that are not there, with what is', async () => {
    expect(await explain('--alert', 'Slo')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean "Slow"?'),
    });
    expect(await explain('--alert', 'Slow', '--recording', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('test-a'),
    });
    expect(await explain('--alert', 'Slow', '--at', '2020-01-01')).toMatchObject({
      code: 2,
      err: expect.stringContaining('lies in no recording'),
    });
    expect(await explain('--alert', 'Slow', '--at', 'noon')).toMatchObject({ code: 2 });
  });
});

describe('rules explain of the rules that ship with a dataset', () => {
  const RULES = 'groups: [{ name: g, rules: [{ alert: High, expr: load > 5 }] }]\n';
  const rows = Array.from(
    { length: 12 },
    (_, i) => `${formatTime(Date.UTC(2024, 0, 1, 0, 0, 10 * i))},${i < 3 ? 1 : 9}`,
  );
  const csv = `timestamp,load\n${rows.join('\n')}\n`;
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'explain-own-'));
    const manifest: ManifestInput = {
      schemaVersion: 1,
      name: 'quick',
      title: 'Quick',
      licence: 'CC0-1.0',
      source: 'made up',
      description: 'Two minutes, a row every ten seconds.',
      channels: [{ name: 'load', unit: '1', kind: 'gauge' }],
      recordings: [
        {
          id: 'a',
          file: 'a.csv',
          role: 'train-then-test',
          scoredFrom: { row: 1 },
          sha256: createHash('sha256').update(csv).digest('hex'),
        },
      ],
      incidents: null,
      rules: { path: 'rules', with: { interval: '10s', severity: ['page'] } },
    };
    await mkdir(join(folder, 'rules'));
    await writeFile(join(folder, 'dataset.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'a.csv'), csv);
    for (const name of ['rules/own.yml', 'others.yml']) await writeFile(join(folder, name), RULES);
  });

  async function firedAt(name: string, ...args: readonly string[]) {
    const { io, said } = toldWorld();
    await runCli(['rules', 'explain', join(folder, name), '--data', folder, '--alert', 'High', ...args], io);
    return /fired at ([^\s,]+)/.exec(said.out)?.[1];
  }

  it('evaluates them as often as the dataset says their server did, and others every minute', async () => {
    expect(await firedAt('rules/own.yml')).toBe('2024-01-01T00:00:30Z');
    expect(await firedAt('others.yml')).toBe('2024-01-01T00:01:00Z');
    expect(await firedAt('rules/own.yml', '--interval', '20s')).toBe('2024-01-01T00:00:40Z');
  });
});

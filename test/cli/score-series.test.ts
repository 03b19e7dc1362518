import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { type Said, toldWorld } from './told-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchbench-series-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inside = (row: number, ranges: readonly (readonly [number, number])[]) =>
  ranges.some(([from, to]) => row >= from && row < to);

/** 200 rows by whole-number arithmetic: anybody can make the same file and ask TSB-AD. */
function vectorA(): string {
  const lines = Array.from({ length: 200 }, (_, row) => {
    const bump = inside(row, [
      [16, 22],
      [33, 38],
      [160, 170],
    ])
      ? 0.5
      : 0;
    const score = (0.5 * ((7919 * row) % 1000)) / 1000 + bump;
    const label = inside(row, [
      [10, 20],
      [28, 33],
      [110, 120],
    ])
      ? 1
      : 0;
    return `${new Date(row * 60_000).toISOString()},${score},${label}`;
  });
  const file = join(folder, 'a.csv');
  writeFileSync(file, `time,score,label\n${lines.join('\n')}\n`);
  return file;
}

async function score(...argv: string[]): Promise<Said> {
  const { io, said } = toldWorld();
  const code = await runCli(['score', '--scores', vectorA(), '--labels-column', 'label', ...argv], io);
  return { ...said, code };
}

interface Scored {
  readonly metrics: readonly { metric: string; value: { value: number }; chance?: { value: number } }[];
}
const figures = async (...argv: string[]) => JSON.parse((await score('--json', ...argv)).out) as Scored;

describe('watchbench score on the benchmark’s metrics', () => {
  // Values printed by TSB-AD at commit 8763009 for these 200 rows.
  it.each([
    ['0', 0.1552937224111766, 0.5180190476190475],
    ['10', 0.24689606420019103, 0.6626851702201308],
    ['40', 0.3810836195898321, 0.804433134118968],
  ])('gives TSB-AD’s nine columns in one command, VUS with a buffer of %s rows', async (buffer, vusPr, vusRoc) => {
    const { metrics } = await figures('--metrics', 'tsb-ad', '--vus-buffer', buffer);
    const golden = [
      ['vus-pr', vusPr],
      ['vus-roc', vusRoc],
      ['average-precision', 0.16973586316985773],
      ['roc-auc', 0.552],
      ['standard-f1', 0.24999736330905886],
      ['pa-f1', 0.5263157894736842],
      ['tsb-event-f1', 0.34782608695652123],
      ['range-f1', 0.25742574257425743],
      ['affiliation-f1', 0.7432947010550921],
    ] as const;
    expect(metrics.map(({ metric }) => metric)).toEqual(golden.map(([id]) => id));
    metrics.forEach(({ value }, i) => {
      expect(value.value).toBeCloseTo(golden[i]![1], 12);
    });
  });

  it('shows beside a flattering figure what the same scores reach in random order, and beside no other', async () => {
    const { metrics } = await figures('--metrics', 'tsb-ad');
    const flattering = metrics.filter(({ chance }) => chance !== undefined).map(({ metric }) => metric);
    expect(flattering).toEqual(['pa-f1', 'tsb-event-f1', 'affiliation-f1']);
    const adjusted = metrics.find(({ metric }) => metric === 'pa-f1')!;
    expect(adjusted.chance!.value).toBeGreaterThan(adjusted.value.value); // these scores are hardly better than noise
    expect((await score('--metrics', 'tsb-ad')).out).toContain('random order');
  });

  it('leaves the benchmark’s metrics out unless asked for them, and gives everything for "all"', async () => {
    const ids = async (...argv: string[]) =>
      (await figures('--threshold', '0.7', ...argv)).metrics.map(({ metric }) => metric);
    expect(await ids()).not.toContain('vus-pr');
    expect(await ids('--metrics', 'all')).toEqual(expect.arrayContaining(['vus-pr', 'event-f1', 'pa-f1-at-threshold']));
  });

  it('says which metrics need a threshold when there is none', async () => {
    const { code, err } = await score('--metrics', 'tsb-ad,event-f1');
    expect(code).toBe(2);
    expect(err).toContain('without it there is no event-f1');
  });
});

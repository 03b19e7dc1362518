import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { toldWorld } from './told-world.ts';

let folder = '';

const RULES = `groups:
  - name: g
    rules:
      - { record: "cpu:mean1h", expr: "avg_over_time(cpu_utilisation[1h])" }
      - { record: "lost:sum", expr: "sum(lost_total)" }
      - { alert: Sees, expr: "cpu:mean1h > 90" }
      - { alert: SeesAPart, expr: "cpu_utilisation > 90 and on () lost > 1" }
      - { alert: SeesNothing, expr: "lost:sum > 1" }
      - { alert: NeedsNothing, expr: "hour() > 22" }
      - { alert: Gone, expr: "absent(lost)" }
      - { alert: OfAlerts, expr: 'ALERTS{alertstate="firing"} > 0' }
      - { alert: Refused, expr: "mad_over_time(cpu_utilisation[1h]) > 1" }
      - { alert: RefusedLabel, expr: "cpu_utilisation > 90", labels: { link: "{{ graphLink .Value }}" } }
      - { alert: Unwritten, expr: "cpu_utilisation > 90", annotations: { link: "{{ graphLink .Value }}" } }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coverage-'));
  await writeFile(join(folder, 'r.yml'), RULES);
  await writeFile(
    join(folder, 'wrong.yml'),
    'groups:\n  - name: g\n    rules:\n      - { alert: A, expr: "rate(x)" }\n',
  );
});

async function coverage(...args: readonly string[]) {
  const { io, said } = toldWorld({ cwd: folder });
  const code = await runCli(['rules', 'coverage', ...args], io);
  return { ...said, code };
}

describe('rules coverage', () => {
  it('counts what is evaluated and names, with its place, what is not', async () => {
    const { out, code } = await coverage('r.yml', '--json');
    const { alerts, recordings, refused, unwritten, uses } = JSON.parse(out);
    expect(alerts).toEqual({ evaluated: 7, refused: 2 });
    expect(recordings).toEqual({ evaluated: 2, refused: 0 });
    expect(refused).toMatchObject([
      {
        construct: 'experimental-function',
        what: 'mad_over_time',
        rules: [{ rule: 'Refused', place: { line: 12, column: 34 } }],
      },
      { construct: 'template', what: 'graphLink', rules: [{ rule: 'RefusedLabel' }] },
    ]);
    expect(unwritten).toMatchObject([{ what: 'graphLink', rules: [{ rule: 'Unwritten' }] }]);
    expect(uses).toContainEqual({ construct: '>', rules: 6 });
    expect(uses).toContainEqual({ construct: 'absent()', rules: 1 });
    expect(uses).not.toContainEqual(expect.objectContaining({ construct: 'mad_over_time()' }));
    expect(code).toBe(0);
  });

  it('tells rules that found nothing in the data from rules that found nothing to say', async () => {
    const { out } = await coverage('r.yml', '--data', resolve('datasets/webshop'), '--json');
    const { data } = JSON.parse(out);
    const sights = Object.fromEntries(
      data.rules.map((each: { rule: string; sight: string }) => [each.rule, each.sight]),
    );
    expect(sights).toEqual({
      'cpu:mean1h': 'all',
      'lost:sum': 'none',
      Sees: 'all',
      SeesAPart: 'some',
      SeesNothing: 'none',
      NeedsNothing: 'no-selector',
      Gone: 'seeks-absence',
      OfAlerts: 'all',
      Unwritten: 'all',
    });
    const [nothing] = data.rules.filter(({ rule }: { rule: string }) => rule === 'SeesNothing');
    expect(nothing.unmatched).toEqual([{ text: 'lost:sum', place: { file: 'r.yml', line: 8, column: 38 } }]);
  });

  it('prints all of it for people', async () => {
    const { out } = await coverage('r.yml', '--data', resolve('datasets/webshop'));
    expect(out).toContain('7 of 9 alerts evaluated (77.8 %); 2 of 2 recording rules evaluated (100 %)');
    expect(out).toContain('experimental-function mad_over_time: 1\n    r.yml:12:34  Refused');
    expect(out).toContain('3 alerts see all they ask for, 1 a part of it, 1 nothing at all; 1 need no data');
    expect(out).toContain('SeesNothing (never saw data)\n    r.yml:8:38  lost:sum');
  });

  it('answers 2 for files that Prometheus would not load', async () => {
    const { code, err } = await coverage('wrong.yml', 'r.yml');
    expect(code).toBe(2);
    expect(err).toContain('wrong.yml:4:33');
  });

  const ALERTS = '../shared/prometheus/alerts';
  it.skipIf(!existsSync(ALERTS))('evaluates every public alert (skipped without the shared data)', async () => {
    const names = readdirSync(ALERTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));
    const { out } = await coverage(...names.sort().map((name) => resolve(ALERTS, name)), '--json');
    const { alerts, refused } = JSON.parse(out);
    expect(refused).toEqual([]);
    expect(alerts).toEqual({ evaluated: 446, refused: 0 });
  });
});

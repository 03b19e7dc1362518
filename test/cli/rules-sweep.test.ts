import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { formatTime } from '../../src/telemetry/time-text.ts';
import { alarm } from '../contenders/rules/cloudwatch/replaying.ts';
import { toldWorld } from './told-world.ts';

const START_MS = Date.UTC(2024, 0, 1);
const csv = (channel: string, stepMs: number, readings: readonly (number | '')[]) =>
  `timestamp,${channel}\n${readings.map((reading, i) => `${formatTime(START_MS + i * stepMs)},${reading}\n`).join('')}`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweep-'));
  // High for fifteen seconds after 00:00:15, which one evaluation a minute may miss, and from 00:05:00 to the end.
  const load = Array.from({ length: 32 }, (_, i) => (i === 1 || i >= 20 ? 9 : 1));
  const alarms = {
    MetricAlarms: [
      alarm('late', { EvaluationPeriods: 2, TreatMissingData: 'notBreaching' }),
      alarm('steady', { Threshold: 50, TreatMissingData: 'ignore' }),
      alarm('elsewhere', { MetricName: 'disk' }),
    ],
    CompositeAlarms: [],
  };
  const files: Readonly<Record<string, string>> = {
    'load.csv': csv('load', 15_000, load),
    'rules.yml':
      'groups: [{ name: g, interval: 1m, rules: [{ alert: High, expr: load > 5, labels: { severity: page } }] }]\n',
    'cpu.csv': csv('cpu', 60_000, [0, 0, 90, '', 90, 0, 0]),
    'alarms.json': JSON.stringify(alarms),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});

async function sweep(...args: readonly string[]) {
  const { io, said } = toldWorld({ cwd: folder });
  const code = await runCli(['rules', 'sweep', ...args], io);
  return { ...said, code };
}

describe('rules sweep', () => {
  it('tells the firings that hang on when in its interval Prometheus evaluates from those that do not', async () => {
    const { out, code } = await sweep('rules.yml', '--data', 'load.csv', '--phases', '4');
    expect(out).toBe(`load: 2024-01-01T00:00:00Z to 2024-01-01T00:07:45Z
  1 to 2 firings at 4 phases of each group's interval
  1 at every phase, their starts at most 45s apart
  1 at some phases and not at others:
    High{severity="page"} about 2024-01-01T00:00:15Z: at 1 of 4 (0.25 of its interval)
`);
    expect(code).toBe(0);
  });

  it('keeps every figure in JSON', async () => {
    const { recordings } = JSON.parse((await sweep('rules.yml', '--data', 'load.csv', '--phases', '4', '--json')).out);
    expect(recordings).toMatchObject([
      {
        id: 'load',
        phases: [0, 0.25, 0.5, 0.75],
        counts: [1, 2, 1, 1],
        firings: [
          { alert: 'High', dependsOnPhase: true, firedAt: [null, '2024-01-01T00:00:15Z', null, null] },
          { alert: 'High', dependsOnPhase: false, startSpreadMs: 45_000 },
        ],
      },
    ]);
  });

  it('tells the states and firings that hang on how many periods CloudWatch fetches, and what is not replayed', async () => {
    const { out, code } = await sweep('alarms.json', '--data', 'cpu.csv', '--ranges', '3');
    expect(out).toContain(`  late: 0 under N, 1 under N+1, 1 under N+2
    another state on 1 of 7 rows, first at 2024-01-01T00:04:00Z: OK under N, ALARM under N+1, ALARM under N+2
    fires at 2024-01-01T00:04:00Z under N+1, N+2 alone
`);
    expect(out).toMatch(/ {2}steady: \d firings under N to N\+2, the same state on every row\n/);
    expect(out).toMatch(/ {2}elsewhere: not replayed: .*disk/);
    expect(code).toBe(0);
    const { kind, recordings } = JSON.parse((await sweep('alarms.json', '--data', 'cpu.csv', '--json')).out);
    expect(kind).toBe('ranges');
    expect(recordings[0].alarms[0].firings).toEqual({ N: 0, 'N+1': 1, 'N+2': 1, 'N+3': 1 });
  });

  it('takes the settings of the contender for alarms whose metrics have other names here', async () => {
    const metrics = [{ metric: 'disk', channel: 'cpu' }];
    const { out } = await sweep('alarms.json', '--data', 'cpu.csv', '--with', JSON.stringify({ metrics }));
    expect(out).not.toContain('not replayed');
  });

  it('says what does not go together', async () => {
    expect(await sweep('alarms.json', 'rules.yml', '--data', 'cpu.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('one file at a time'),
    });
    expect(await sweep('rules.yml', '--data', 'load.csv', '--recording', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there are: load'),
    });
  });
});

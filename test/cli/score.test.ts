import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS, needsThreshold } from '../../src/accuracy/metrics.ts';
import { runScore } from './run-score.ts';

let folder: string;
const NAB = fileURLToPath(new URL('../../../shared/nab', import.meta.url));

const score = (...args: readonly string[]) => runScore(folder, args);

/** One reading a minute: score and label by drawing, `?` for an empty cell. */
const csv = (scores: string, labels: string, header = 'timestamp,score,label') =>
  `${header}\n${[...scores].map((mark, minute) => `2025-01-06T00:${String(minute).padStart(2, '0')}:00Z,${mark === '?' ? '' : Number(mark) / 10},${labels[minute]}`).join('\n')}\n`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-score-'));
  await writeFile(join(folder, 'cart.csv'), csv('0090000900?0', '001110000000'));
  await writeFile(join(folder, 'search.csv'), csv('000009990000', '000001110000'));
  await writeFile(join(folder, 'odd.csv'), csv('000', '0x2'));
  await writeFile(join(folder, 'two.csv'), 'time,a,b\n2025-01-06T00:00:00Z,1,2\n');
  const at = (minute: number) => `2025-01-06T00:0${minute}:00Z`;
  const event = (id: string, recording: string, start: number, end: number) => ({
    id,
    recording,
    start: at(start),
    end: at(end),
    kind: 'spike',
  });
  const incidents = [event('a', 'cart', 2, 4), event('b', 'search', 5, 7)];
  const benign = [{ ...event('deploy', 'cart', 6, 8), kind: 'deploy' }];
  await writeFile(join(folder, 'incidents.json'), JSON.stringify({ schemaVersion: 1, incidents, benign }, null, 2));
  await writeFile(
    join(folder, 'wrong.json'),
    JSON.stringify({ schemaVersion: 1, incidents: [event('a', 'crat', 2, 4)] }, null, 2),
  );
});
afterAll(() => rm(folder, { recursive: true }));

interface Reading {
  readonly metric: string;
  readonly value: { readonly kind: string; readonly value?: number; readonly reason?: string };
}
const figures = (out: string): Record<string, number | string | undefined> =>
  Object.fromEntries(
    (JSON.parse(out) as { metrics: Reading[] }).metrics.map(({ metric, value }) => [
      metric,
      value.value ?? value.reason,
    ]),
  );

describe('scores in CSV files', () => {
  const files = ['--scores', 'cart.csv', 'search.csv', '--nan', 'abstain'];

  it('with an incidents file, a threshold and --json: every metric, over both recordings and for each', async () => {
    const { out, faults } = await score(...files, '--incidents', 'incidents.json', '--threshold', '0.5', '--json');
    expect(faults).toBe('');
    expect(figures(out)).toMatchObject({
      'event-precision': 2 / 3,
      'event-recall': 1,
      'event-f1': 0.8,
      'time-to-detect': 0,
      'look-alikes-alerted': 1,
      'abstention-ratio': 1 / 24,
      'point-precision': 4 / 5,
      'nab-standard': expect.closeTo((100 * (4 - 0.11)) / 4, 0),
    });
    const { recordings, threshold } = JSON.parse(out);
    expect(threshold).toBe(0.5);
    expect(recordings).toMatchObject([
      { recording: 'cart', rows: 12, incidents: 1, alerts: 2 },
      { recording: 'search', rows: 12, incidents: 1, alerts: 1 },
    ]);
  });

  it('a label column says the same as the incidents file', async () => {
    const given = ['--threshold', '0.5', '--json', '--resamples', '0'];
    const byFile = figures((await score(...files, '--incidents', 'incidents.json', ...given)).out);
    const byColumn = figures((await score(...files, '--labels-column', 'label', ...given)).out);
    expect({ ...byColumn, 'look-alikes-alerted': 1 }).toEqual(byFile);
  });

  it('the policy of the flags joins pages: within the cool-down there is no second one', async () => {
    const given = [...files, '--labels-column', 'label', '--threshold', '0.5', '--json'];
    expect(figures((await score(...given)).out)['event-precision']).toBe(2 / 3);
    expect(figures((await score(...given, '--cooldown', '10m')).out)['event-precision']).toBe(1);
    expect(figures((await score(...given, '--hold', '2m')).out)['event-recall']).toBe(0.5);
    expect(figures((await score(...given, '--skip-rows', '5')).out)['event-precision']).toBe(0.5);
  });

  it('without a threshold only what looks at scores alone is said', async () => {
    const { out } = await score(...files, '--labels-column', 'label', '--metrics', 'all', '--json');
    expect(Object.keys(figures(out))).toEqual(
      METRICS.filter((metric) => !needsThreshold(metric)).map(({ card }) => card.id),
    );
    expect((await score(...files, '--labels-column', 'label', '--metrics', 'roc-auc,event-f1')).faults).toBe(
      '--threshold is missing: without it there is no event-f1 [score/no-threshold]',
    );
  });

  it('for people: a table with intervals and what was counted', async () => {
    const { out } = await score(
      ...files,
      '--labels-column',
      'label',
      '--threshold',
      '0.5',
      '--metrics',
      'event-recall,look-alikes-alerted',
    );
    expect(out).toContain('│ Event recall        │ 1.00 [0.16, 1.00]');
    expect(out).toContain('n/a (the data name no benign event)');
    expect(out).toContain('2 recordings, 2 incidents, 3 alerts; intervals at 95 %');
  });

  it('the same call prints the same text', async () => {
    const call = () => score(...files, '--labels-column', 'label', '--threshold', '0.5', '--json');
    expect(await call()).toEqual(await call());
  });
});

describe('wrong use', () => {
  it.each([
    [['--labels-column', 'label'], '--scores is missing'],
    [['--scores', 'cart.csv'], 'expected what was true: one of --incidents, --labels and --labels-column'],
    [
      ['--scores', 'cart.csv', '--labels-column', 'lable'],
      'cart.csv:1: no column "lable" [score/column]\n  did you mean "label"?',
    ],
    [['--scores', 'two.csv', '--labels-column', 'c'], 'two.csv:1: which column holds the scores? There are a, b'],
    [['--scores', 'none.csv', '--labels-column', 'label'], 'none.csv: there is no such file'],
    [
      ['--scores', 'cart.csv', '--labels-column', 'label', '--threshold', 'sweep'],
      '--threshold sweep is for --format nab',
    ],
    [
      ['--scores', 'cart.csv', '--labels-column', 'label', '--threshold', 'high'],
      'expected a number, published, sweep or leave-group-out',
    ],
    [['--scores', 'cart.csv', '--labels-column', 'label', '--metrics', 'f1'], 'there is no metric "f1"'],
    [
      ['--scores', 'cart.csv', '--labels-column', 'label', '--nan', 'abstain', '--skip-rows', '12'],
      'cart.csv: --skip-rows 12 leaves none of the 12 rows',
    ],
    [['--scores', 'cart.csv', '--labels-column', 'label', '--detector', 'x'], '--detector: only with --format nab'],
    [['--scores', 'cart.csv', '--labels-column', 'label', '--hold', '5'], 'expected a duration such as 30s'],
    [
      ['--scores', 'cart.csv', '--labels-column', 'label', '--clear-ratio', '2'],
      'expected a number above 0 and up to 1',
    ],
    [
      ['--scores', 'cart.csv', '--labels-column', 'label', '--nan', 'abstain', '--seed', '0'],
      'a seed is a whole number from 1',
    ],
    [['--format', 'nab', '--detector', 'x'], '--data is missing'],
    [['--format', 'nab', '--data', 'x'], '--detector is missing'],
    [
      ['--format', 'nab', '--data', 'x', '--detector', 'x', '--profile', 'low'],
      'expected standard, reward_low_FP_rate',
    ],
    [['--format', 'nab', '--data', 'x', '--detector', 'x'], 'x/labels/combined_windows.json: there is no such file'],
  ])('%j is refused and nothing is printed', async (args, message) => {
    const { out, faults } = await score(...args);
    expect(faults).toContain(message);
    expect(out).toBe('');
  });

  it('faults of several files come together', async () => {
    const { faults } = await score(
      '--scores',
      'odd.csv',
      'none.csv',
      'cart.csv',
      '--incidents',
      'wrong.json',
      '--nan',
      'abstain',
    );
    expect(faults.split('\n').filter((line) => line.includes('['))).toEqual([
      expect.stringContaining('odd.csv:3:24: expected a number in "label", got "x"'),
      expect.stringContaining('none.csv: there is no such file'),
      expect.stringContaining('wrong.json:6:20: there is no recording "crat"'),
    ]);
  });
});

describe('--list-metrics', () => {
  it('prints every card, for people and as JSON', async () => {
    const { out } = await score('--list-metrics');
    for (const { card } of METRICS) expect(out).toContain(`${card.id} (version ${card.version}): ${card.title}`);
    expect(JSON.parse((await score('--list-metrics', '--json')).out)).toEqual(METRICS.map(({ card }) => card));
  });
});

describe('results in the layout of NAB', () => {
  const times = ['00:00:00', '00:05:00', '00:10:00', '00:15:00'].map((time) => `2014-01-01 ${time}`);
  const table = (header: string, cells: readonly unknown[]) =>
    `${header}\n${cells.map((cell, i) => `${times[i]},${cell}`).join('\n')}\n`;
  const nab = ['--format', 'nab', '--data', 'nab', '--detector', 'mine'];

  beforeAll(async () => {
    const put = async (path: string, content: string) => {
      await mkdir(join(folder, 'nab', path, '..'), { recursive: true });
      await writeFile(join(folder, 'nab', path), content);
    };
    await put('data/cat/a.csv', table('timestamp,value', [1, 2, 3, 4]));
    await put('data/cat/b.csv', table('timestamp,value', [1, 2, 3, 4]));
    await put('labels/combined_windows.json', JSON.stringify({ 'cat/a.csv': [[times[2], times[3]]], 'cat/b.csv': [] }));
    await put('results/mine/cat/mine_a.csv', table('timestamp,anomaly_score', [0, 0.2, 0.9, 0.4]));
    await put('results/mine/cat/mine_b.csv', table('timestamp,anomaly_score', [0, 0.2, 0.3, 0.95]));
    for (const profile of ['standard', 'reward_low_FP_rate', 'reward_low_FN_rate']) {
      await put(`results/mine/mine_${profile}_scores.csv`, 'Detector,Threshold\nmine,0.96\nTotals,\n');
    }
  });

  it('the sweep is the default: the best threshold for each profile', async () => {
    const { out, faults } = await score(...nab, '--json');
    expect(faults).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      thresholdFrom: 'sweep',
      detectors: [
        {
          detector: 'mine',
          profiles: [
            {
              profile: 'standard',
              threshold: 0.9,
              raw: 1 - 0.11,
              null: -1,
              perfect: 1,
              windows: 1,
              detectedWindows: 1,
            },
            { profile: 'reward_low_FP_rate', threshold: 0.9, normalised: expect.closeTo((100 * 1.78) / 2, 10) },
            { profile: 'reward_low_FN_rate', threshold: 0.9, normalised: expect.closeTo((100 * 2.89) / 3, 10) },
          ],
        },
      ],
    });
  });

  it('a given or published threshold is used as it is', async () => {
    const profileOf = async (...args: readonly string[]) =>
      JSON.parse((await score(...nab, '--profile', 'standard', '--json', ...args)).out).detectors[0].profiles;
    expect(await profileOf('--threshold', 'published')).toMatchObject([{ threshold: 0.96, normalised: 0 }]);
    expect(await profileOf('--threshold', '-1', '--results', 'nab/results')).toMatchObject([
      { threshold: -1, raw: expect.closeTo(1 - 0.22 - 0.44, 12) },
    ]);
  });

  it('the table says where the threshold comes from, and --files adds a line per file', async () => {
    const { out } = await score(...nab, '--profile', 'standard', '--files');
    expect(out).toContain('│ mine     │ standard │ 94.50 │ 1 of 1  │ 0.9');
    expect(out).toContain('chosen on the labels it is judged by');
    expect(out.match(/cat\/[ab]\.csv/g)).toHaveLength(2);
  });

  it('faults of several detectors come together', async () => {
    const { out, faults } = await score('--format', 'nab', '--data', 'nab', '--detector', 'mien,yours');
    expect(faults.match(/no results of detector/g)).toHaveLength(2);
    expect(out).toBe('');
  });

  it.skipIf(!existsSync(NAB))(
    'published thresholds give the published scores of windowedGaussian (skipped where ../shared is missing)',
    { timeout: 120_000 },
    async () => {
      const given = ['--detector', 'windowedGaussian', '--threshold', 'published', '--json'];
      const { out } = await score('--format', 'nab', '--data', NAB, '--results', `${NAB}/results`, ...given);
      const scores = JSON.parse(out).detectors[0].profiles.map(({ normalised }: { normalised: number }) => normalised);
      const published = [39.649523496077585, 20.86798582474138, 47.4100271583046];
      expect(scores).toEqual(published.map((one) => expect.closeTo(one, 9)));
    },
  );
});

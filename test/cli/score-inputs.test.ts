import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeRows } from '../../src/accuracy/judge-rows.ts';
import { computeMetric } from '../../src/accuracy/metric.ts';
import { METRICS } from '../../src/accuracy/metrics.ts';
import { runScore } from './run-score.ts';

let folder: string;

const score = (...args: readonly string[]) => runScore(folder, args);

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

const timeOf = (minute: number) => `2025-01-06T00:${String(minute).padStart(2, '0')}:00Z`;
const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
const table = (column: string, cells: readonly unknown[], from = 0) =>
  `timestamp,${column}\n${cells.map((cell, i) => `${timeOf(from + i)},${cell}`).join('\n')}\n`;
const SCORES = [0, 0.4, 0.9, 0.2, 0, 0.8, 0, 0.6];
const LABELS = [0, 0, 1, 1, 0, 0, 1, 1];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-inputs-'));
  await put('s.csv', table('score', SCORES));
  await put(
    'both.csv',
    `timestamp,score,label\n${SCORES.map((s, i) => `${timeOf(i)},${s},${LABELS[i]}`).join('\n')}\n`,
  );
  await put('l.csv', table('label', LABELS));
  await put('l.csv.gz', gzipSync(table('label', LABELS)));
  await put('bare-labels.csv', `is_anomaly\n${LABELS.join('\n')}\n`);
  await put('bare-scores.csv', `score\n${SCORES.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const JSON_AT_HALF = ['--threshold', '0.5', '--json', '--resamples', '0'];

describe('labels in a file of their own', () => {
  it('say the same as a column, by time, gzip or plain, and by row where there is no time', async () => {
    const byColumn = figures((await score('--scores', 'both.csv', '--labels-column', 'label', ...JSON_AT_HALF)).out);
    for (const labels of ['l.csv', 'l.csv.gz', 'bare-labels.csv']) {
      const { out, faults } = await score('--scores', 's.csv', '--labels', labels, ...JSON_AT_HALF);
      expect(faults).toBe('');
      expect(figures(out), labels).toEqual(byColumn);
    }
    const bare = ['--scores', 'bare-scores.csv', '--labels', 'bare-labels.csv', '--step', '1m'];
    expect(figures((await score(...bare, ...JSON_AT_HALF)).out)).toEqual(byColumn);
  });

  it('and the library says it too, of the same arrays', async () => {
    const { out } = await score('--scores', 's.csv', '--labels', 'l.csv', '--metrics', 'all', ...JSON_AT_HALF);
    const judged = judgeRows({ scores: SCORES, labels: LABELS, threshold: 0.5 });
    expect(figures(out)).toEqual(
      Object.fromEntries(
        METRICS.map((metric) => {
          const value = computeMetric(metric, [judged]);
          return [metric.card.id, value.kind === 'defined' ? value.value : value.reason];
        }),
      ),
    );
  });

  it.each([
    ['short.csv', table('label', [0, 1]), 'short.csv: expected 8 rows as in s.csv, got 2 [score/labels]'],
    ['late.csv', table('label', LABELS, 1), 'late.csv:2: the time is not that of row 1 of s.csv [score/labels]'],
    ['two.csv', table('label', [0, 0, 2, 1, 0, 0, 1, 1]), 'two.csv:4: expected 0 or 1 in "label", got 2 [csv/label]'],
    [
      'odd.csv',
      table(
        'a,b',
        LABELS.map((l) => `${l},${l}`),
      ),
      'odd.csv:1: which column holds the labels? There are a, b',
    ],
  ])('%s is refused by name', async (name, content, message) => {
    await put(name, content);
    const { out, faults } = await score('--scores', 's.csv', '--labels', name, ...JSON_AT_HALF);
    expect(faults).toContain(message);
    expect(out).toBe('');
  });

  it('there is one for each scores file, and nothing else says what was true', async () => {
    const several = await score('--scores', 's.csv', 'both.csv', '--labels', 'l.csv', ...JSON_AT_HALF);
    expect(several.faults).toContain('expected a label file for each of the 2 scores files, in their order, got 1');
    const twice = await score('--scores', 's.csv', '--labels', 'l.csv', '--incidents', 'i.json', ...JSON_AT_HALF);
    expect(twice.faults).toContain('one of --incidents, --labels and --labels-column');
  });
});

describe('rows without a finite score', () => {
  it('are named, all of them, with the faults of the labels; --nan abstain counts them', async () => {
    await put(
      'gaps.csv',
      `time,score,label\n${['0.9', '', 'nan', 'inf', '0.1'].map((s, i) => `${timeOf(i)},${s},1`).join('\n')}\n`,
    );
    const given = ['--scores', 'gaps.csv', '--labels-column', 'label', ...JSON_AT_HALF];
    expect((await score(...given)).faults).toContain('gaps.csv:5:22: expected a finite number in "score", got "inf"');
    await put(
      'nans.csv',
      `time,score,label\n${['0.9', '', 'nan', '0.2', '0.1'].map((s, i) => `${timeOf(i)},${s},${i}`).join('\n')}\n`,
    );
    const { faults } = await score('--scores', 'nans.csv', '--labels-column', 'label', ...JSON_AT_HALF);
    expect(faults.split('\n').filter((line) => line.startsWith('nans'))).toEqual([
      'nans.csv:3: expected a finite score, got none [score/nan]',
      'nans.csv:4: expected a finite score, got none [score/nan]',
      'nans.csv:4: expected 0 or 1 in "label", got 2 [csv/label]',
      'nans.csv:5: expected 0 or 1 in "label", got 3 [csv/label]',
      'nans.csv:6: expected 0 or 1 in "label", got 4 [csv/label]',
    ]);
    expect(figures((await score(...given, '--nan', 'abstain')).out)).toMatchObject({ 'abstention-ratio': 3 / 5 });
  });
});

describe('edges', () => {
  it.each([
    ['no event', [0, 1, 0], [0, 0, 0]],
    ['all events', [0, 1, 0], [1, 1, 1]],
    ['constant scores', [1, 1, 1], [0, 1, 0]],
    ['one row', [1], [1]],
  ])('%s: the same values and reasons as in the library', async (_, scores, labels) => {
    await put('edge.csv', table('score', scores));
    await put('edge-labels.csv', table('label', labels));
    const files = ['--scores', 'edge.csv', '--labels', 'edge-labels.csv'];
    const { out, faults } = await score(...files, '--metrics', 'all', ...JSON_AT_HALF);
    expect(faults).toBe('');
    const judged = judgeRows({ scores, labels, threshold: 0.5 });
    for (const metric of METRICS) {
      const value = computeMetric(metric, [judged]);
      expect(figures(out)[metric.card.id]).toBe(value.kind === 'defined' ? value.value : value.reason);
    }
  });

  it('a file without rows is refused', async () => {
    await put('empty.csv', 'timestamp,score,label\n');
    const { faults } = await score('--scores', 'empty.csv', '--labels-column', 'label', ...JSON_AT_HALF);
    expect(faults).toContain('empty.csv:1: there is a header but no row');
  });
});

describe('tolerance and costs', () => {
  it('widen what a page may belong to', async () => {
    const given = ['--scores', 's.csv', '--labels', 'l.csv', '--metrics', 'event-precision', ...JSON_AT_HALF];
    expect(figures((await score(...given)).out)).toEqual({ 'event-precision': 2 / 3 });
    expect(figures((await score(...given, '--tolerance-before', '1m')).out)).toEqual({ 'event-precision': 1 });
  });

  it('a cost table is used, shown in the card, and checked', async () => {
    const given = ['--scores', 's.csv', '--labels', 'l.csv', '--metrics', 'cost-per-day', ...JSON_AT_HALF];
    const table = ['--costs', 'missedIncident=0,falsePage=3,repeatedPage=0,undetectedHour=0'];
    expect(figures((await score(...given, ...table)).out)['cost-per-day']).toBeCloseTo((3 * 1440) / 8, 9);
    expect((await score('--list-metrics', '--costs', 'falsePage=7')).out).toContain('missedIncident 10, falsePage 7');
    expect((await score(...given, '--costs', 'page=1')).faults).toContain('expected missedIncident, falsePage');
    expect((await score(...given, '--costs', 'falsePage=-1')).faults).toContain('expected falsePage=NUMBER');
  });

  it('the JSON holds the survival curve behind the time to detect', async () => {
    const { out } = await score('--scores', 's.csv', '--labels', 'l.csv', ...JSON_AT_HALF);
    expect(JSON.parse(out).survival).toMatchObject([
      { ms: 0, atRisk: 2, detected: 1, undetectedRatio: 0.5 },
      { ms: 60_000, atRisk: 1, detected: 1, undetectedRatio: 0, interval: null },
    ]);
  });
});

describe('a threshold chosen on other files', () => {
  beforeAll(async () => {
    await put(
      'v.csv',
      `timestamp,score,label\n${[0.1, 0.3, 0.7, 0.1, 0.2, 0.1].map((s, i) => `${timeOf(i)},${s},${i === 2 ? 1 : 0}`).join('\n')}\n`,
    );
    await put('quiet.csv', `timestamp,score,label\n${[0.1, 0.3].map((s, i) => `${timeOf(i)},${s},0`).join('\n')}\n`);
  });
  const given = ['--scores', 'both.csv', '--labels-column', 'label', '--json', '--resamples', '0'];

  it('is the best one there, and says so', async () => {
    const { out, faults } = await score(...given, '--threshold-from', 'v.csv', '--trials', '7');
    expect(faults).toBe('');
    const { threshold, thresholdChoice } = JSON.parse(out);
    expect(threshold).toBe(0.5);
    expect(thresholdChoice).toEqual({
      threshold: 0.5,
      objective: { kind: 'defined', value: 1 },
      trials: 5,
      chosenOn: ['v.csv'],
      by: 'event-f1',
    });
    const fixed = await score(...given, '--threshold', '0.5');
    expect(figures(out)).toEqual(figures(fixed.out));
    const people = await score(...given.filter((arg) => arg !== '--json'), '--threshold-from', 'v.csv');
    expect(people.out).toContain('threshold 0.5: best event-f1 of 5 trials on v.csv');
  });

  it('may have label files, or incidents, of its own', async () => {
    await put('v-labels.csv', table('label', [0, 0, 1, 0, 0, 0]));
    const split = ['--scores', 's.csv', '--labels', 'l.csv', '--json', '--resamples', '0', '--threshold-from', 'v.csv'];
    const { out } = await score(...split, '--threshold-labels', 'v-labels.csv', '--score-column', 'score');
    expect(JSON.parse(out).threshold).toBe(0.5);
    expect((await score(...split)).faults).toContain('--threshold-labels is missing');
    const event = (id: string, recording: string, minute: number) => ({
      id,
      recording,
      start: timeOf(minute),
      end: timeOf(minute),
      kind: 'spike',
    });
    const incidents = [event('a', 's', 2), event('b', 'v', 2)];
    await put('i.json', JSON.stringify({ schemaVersion: 1, incidents }));
    const together = await score(
      '--scores',
      's.csv',
      '--incidents',
      'i.json',
      '--score-column',
      'score',
      '--threshold-from',
      'v.csv',
      '--json',
      '--resamples',
      '0',
    );
    expect(together.faults).toBe('');
    expect(JSON.parse(together.out)).toMatchObject({ threshold: 0.5, recordings: [{ recording: 's', incidents: 1 }] });
  });

  it.each([
    [
      ['--threshold-from', 'quiet.csv'],
      'quiet.csv: event-f1 has no value at any of 3 thresholds: there is no incident',
    ],
    [['--threshold-from', 'v.csv', '--threshold', '1'], 'expected a threshold given or chosen'],
    [['--threshold-from', 'v.csv', '--choose-by', 'f1'], 'there is no metric "f1"'],
    [['--threshold-from', 'v.csv', '--choose-by', 'pages-per-day'], 'pages-per-day has no better direction'],
    [['--threshold-from', 'v.csv', '--trials', '0'], 'expected a whole number from 1, got 0'],
    [['--threshold-from', 'none.csv'], 'none.csv: there is no such file'],
  ])('%j is refused', async (args, message) => {
    const { out, faults } = await score(...given, ...args);
    expect(faults).toContain(message);
    expect(out).toBe('');
  });
});

describe('NAB: write, select, compare', () => {
  const times = Array.from({ length: 8 }, (_, i) => `2014-01-01 00:${String(5 * i).padStart(2, '0')}:00`);
  const nabTable = (header: string, cells: readonly unknown[]) =>
    `${header}\n${cells.map((cell, i) => `${times[i]},${cell}`).join('\n')}\n`;
  const names = ['a', 'b', 'c'].flatMap((group) => ['x', 'y'].map((name) => `${group}/${name}.csv`));
  const nab = ['--format', 'nab', '--data', 'nab', '--json'];

  beforeAll(async () => {
    const write = async (path: string, content: string) => {
      await mkdir(join(folder, 'nab', path, '..'), { recursive: true });
      await writeFile(join(folder, 'nab', path), content);
    };
    const windows = Object.fromEntries(names.map((name) => [name, [[times[4], times[6]]]]));
    await write('labels/combined_windows.json', JSON.stringify(windows));
    for (const [i, name] of names.entries()) {
      const [group, file] = name.split('/');
      await write(`data/${name}`, nabTable('timestamp,value', [1, 2, 3, 4, 5, 6, 7, 8]));
      const good = [0, 0, 0, 0, 0.9, 0, 0, i === 3 ? 0.95 : 0];
      const bad = [0, 0, 0.7, 0, 0, 0, i % 2 === 0 ? 0.8 : 0, 0];
      await write(
        `results/good/${group}/good_${file}`,
        nabTable(
          'timestamp,value,anomaly_score,label',
          good.map((s, row) => `${row + 1},${s},0`),
        ),
      );
      await write(`results/bad/${group}/bad_${file}`, nabTable('timestamp,anomaly_score', bad));
    }
  });

  it('compares each two detectors on the same resamples of files, and swapping them mirrors the result', async () => {
    const compare = async (detectors: string) =>
      JSON.parse((await score(...nab, '--detector', detectors, '--compare', '--profile', 'standard')).out)
        .comparisons[0];
    const [forth, back] = [await compare('good,bad'), await compare('bad,good')];
    expect(forth).toMatchObject({
      profile: 'standard',
      a: 'good',
      b: 'bad',
      result: { kind: 'compared', standing: 'better' },
    });
    expect(forth.result.interval.low).toBeGreaterThan(0);
    expect(forth.result.aBetterRatio).toBeGreaterThan(0.99);
    expect(back.result.difference).toBeCloseTo(-forth.result.difference, 12);
    expect(back.result.interval.low).toBeCloseTo(-forth.result.interval.high, 12);
    const people = await score(
      ...nab.filter((arg) => arg !== '--json'),
      '--detector',
      'good,bad',
      '--compare',
      '--margin',
      '1',
    );
    expect(people.out).toContain('P(A > B)');
    expect(people.out).toContain('on the same resamples of files; margin 1');
  });

  it('leave-group-out gives a threshold per folder and the in-sample figure beside', async () => {
    const { out } = await score(
      ...nab,
      '--detector',
      'good',
      '--threshold',
      'leave-group-out',
      '--profile',
      'standard',
    );
    const [profile] = JSON.parse(out).detectors[0].profiles;
    expect(profile.threshold).toBeNull();
    expect(profile.folds.map(({ group }: { group: string }) => group)).toEqual(['a', 'b', 'c']);
    expect(profile.inSample).toMatchObject({ threshold: 0.9 });
    expect(profile.inSample.raw).toBeGreaterThanOrEqual(profile.raw);
    const people = await score(
      ...nab.filter((arg) => arg !== '--json'),
      '--detector',
      'good',
      '--threshold',
      'leave-group-out',
    );
    expect(people.out).toContain('in-sample');
  });

  it('selects files by glob, and names a glob that matches none', async () => {
    const windows = async (globs: string) =>
      JSON.parse((await score(...nab, '--detector', 'good', '--select', globs)).out).detectors[0].profiles[0].windows;
    expect(await windows('a/*')).toBe(2);
    expect(await windows('*/x,b/y.csv')).toBe(4);
    expect((await score(...nab, '--detector', 'good', '--select', 'z/*,a/*')).faults).toContain(
      'no file matches "z/*" [nab/select]\n  expected CATEGORY/NAME, with * and **; the categories are a, b, c',
    );
  });

  it('writes results anew in the whole layout, and they score the same', async () => {
    const before = await score(...nab, '--detector', 'bad');
    expect((await score(...nab, '--detector', 'bad', '--write-nab', 'out')).faults).toBe('');
    expect(await readFile(join(folder, 'out/bad/a/bad_x.csv'), 'utf8')).toBe(
      nabTable(
        'timestamp,value,anomaly_score,label',
        [0, 0, 0.7, 0, 0, 0, 0.8, 0].map((s, row) => `${row + 1},${s},${row >= 4 && row <= 6 ? 1 : 0}`),
      ),
    );
    expect((await score(...nab, '--detector', 'bad', '--results', 'out')).out).toBe(before.out);
    expect((await score(...nab, '--detector', 'bad', '--write-nab', 'out')).faults).toContain('[nab/exists]');
  });

  it('writes any scores, the folder of a file being its category', async () => {
    await mkdir(join(folder, 'ops'), { recursive: true });
    await put(
      'ops/cart.csv',
      `timestamp,value,score,label\n${[
        [5, 0.1, 0],
        [6, '', 1],
        [7, 0.9, 1],
      ]
        .map((cells, i) => `${timeOf(i)},${cells.join(',')}`)
        .join('\n')}\n`,
    );
    const given = [
      '--scores',
      'ops/cart.csv',
      '--labels-column',
      'label',
      '--threshold',
      '0.5',
      '--write-nab',
      'ours',
      '--json',
    ];
    expect((await score(...given)).faults).toContain('score/nan');
    expect((await score(...given, '--nan', 'abstain')).faults).toContain('--write-nab needs the name of one detector');
    const { out, faults } = await score(...given, '--nan', 'abstain', '--detector', 'mine');
    expect(faults).toBe('');
    expect(JSON.parse(out).written).toEqual([join(folder, 'ours/mine/ops/mine_cart.csv')]);
    expect(await readFile(join(folder, 'ours/mine/ops/mine_cart.csv'), 'utf8')).toBe(
      'timestamp,value,anomaly_score,label\n2025-01-06 00:00:00,5,0.1,0\n2025-01-06 00:01:00,6,0.1,1\n2025-01-06 00:02:00,7,0.9,1\n',
    );
  });

  it.each([
    [['--detector', 'good', '--compare'], '--compare takes two detectors or more'],
    [['--detector', 'good,bad', '--compare', '--resamples', '0'], '--compare needs --resamples above 0'],
    [['--detector', 'good', '--select', 'a/*', '--threshold', 'leave-group-out'], 'there is only "a" [nab/one-group]'],
    [['--detector', 'good', '--margin', '-1'], 'expected a number from 0'],
    [['--detector', 'good', '--labels', 'l.csv'], '--labels: only with --format csv'],
  ])('%j is refused', async (args, message) => {
    const { out, faults } = await score(...nab, ...args);
    expect(faults).toContain(message);
    expect(out).toBe('');
  });
});

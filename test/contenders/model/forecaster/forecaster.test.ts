import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nabFigures, nabPages } from '../../../../bench/nab-pages.ts';
import type { CountsTensors, NamesBackend, Verdict, Watcher } from '../../../../src/contenders/contract.ts';
import { forecasterContender } from '../../../../src/contenders/model/forecaster/forecaster.ts';
import { decodeState } from '../../../../src/contenders/state-codec.ts';
import { InputError } from '../../../../src/faults.ts';
import { observeAll } from '../../../../src/replay/replay.ts';
import { importNab } from '../../../../src/telemetry/import-nab.ts';
import { type Recording, sliceRows } from '../../../../src/telemetry/recording.ts';
import { FOREIGN_ARTEFACT, shop, TRAINING_ROWS, unlabelled, withColumn } from '../shop.ts';

type Model = Watcher & CountsTensors & NamesBackend;

/** Enough to learn the little there is, in a fraction of a second. */
const QUICK = { steps: 300 };
const train = [unlabelled(shop(TRAINING_ROWS))];
const quiet = shop(300, 2, Date.UTC(2025, 0, 6) + 5 * 86_400_000);
/** The system of `quiet`, but cpu stays high from row 150 on. */
const hotCpu = withColumn(quiet, 1, (value, row) => (row >= 150 ? value + 40 : value));

const contender = forecasterContender(QUICK);
const fitted = async (settings: object = {}, seed = 7) =>
  (await forecasterContender({ ...QUICK, ...settings }).fit({ train, seed })) as Model;
let watcher: Model;
beforeAll(async () => {
  watcher = await fitted();
});

const scoreOf = (verdict: Verdict | undefined): number => {
  if (verdict?.kind !== 'scored') throw new Error(`expected a score, got ${JSON.stringify(verdict)}`);
  return verdict.score;
};
const reasonOf = (verdict: Verdict | undefined): string | null =>
  verdict?.kind === 'abstained' ? verdict.reason : null;
const highest = (verdicts: readonly Verdict[]): number =>
  Math.max(...verdicts.map((verdict) => (verdict.kind === 'scored' ? verdict.score : Number.NEGATIVE_INFINITY)));

describe('the forecaster watches', () => {
  it('scores every row that has sixteen before it, and says before that how many there are', () => {
    const verdicts = observeAll(watcher, quiet);
    expect(reasonOf(verdicts[0])).toBe('warming up: the window holds 0 of 16 rows');
    expect(reasonOf(verdicts[15])).toBe('warming up: the window holds 15 of 16 rows');
    expect(verdicts.slice(16).every(({ kind }) => kind === 'scored')).toBe(true);
  });

  it('calls quiet what is like training, and alerts within 50 minutes of what is not', () => {
    expect(highest(observeAll(watcher, quiet))).toBeLessThan(1);
    const verdicts = observeAll(watcher, hotCpu);
    expect(highest(verdicts.slice(0, 150))).toBeLessThan(1);
    expect(highest(verdicts.slice(150, 160))).toBeGreaterThan(1);
  });

  it('names the channel that broke, what it was and what was forecast', () => {
    const verdict = observeAll(watcher, hotCpu)[150];
    if (verdict?.kind !== 'scored') throw new Error('expected a score');
    const [first] = verdict.causes;
    expect(first).toMatchObject({ source: 'forecast', channel: 'cpu', observed: hotCpu.columns[1]![150] });
    expect(Math.abs(first!.limit! - quiet.columns[1]![150]!)).toBeLessThan(15);
    expect(first!.text).toMatch(/^cpu was [\d.]+ %, forecast [\d.]+ %; its errors are [\d.]+ sd above their mean$/);
  });

  it('scores a row by its worst channel', async () => {
    const alone = quiet.channels.map((channel, c) => ({ channels: [channel], columns: [hotCpu.columns[c]!] }));
    const trainAlone = (c: number) => {
      const { recording } = train[0]!;
      return [unlabelled({ ...recording, channels: [recording.channels[c]!], columns: [recording.columns[c]!] })];
    };
    const each = await Promise.all(alone.map((_, c) => contender.fit({ train: trainAlone(c), seed: 7 })));
    const perChannel = each.map((model, c) => observeAll(model, { ...quiet, ...alone[c]! }));
    const together = observeAll(watcher, hotCpu);
    for (let row = 16; row < 300; row++) {
      expect(scoreOf(together[row])).toBe(Math.max(...perChannel.map((verdicts) => scoreOf(verdicts[row]))));
    }
  });

  it('gives finite scores for the largest, the smallest and negative-zero readings', () => {
    const extremes = [1e308, -1e308, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, -0];
    const verdicts = observeAll(
      watcher,
      withColumn(quiet, 0, (value, row) => (row < 50 ? value : extremes[row % extremes.length]!)),
    );
    expect(verdicts.slice(16).every((verdict) => Number.isFinite(scoreOf(verdict)))).toBe(true);
    expect(scoreOf(verdicts[60])).toBeGreaterThan(1);
  });

  it('takes the channels in any order, and beside others', () => {
    const [requests, cpu, latency] = quiet.channels;
    const other = { labels: { __name__: 'other' }, unit: '1', kind: 'gauge' as const };
    const shuffled: Recording = {
      ...quiet,
      channels: [latency!, other, requests!, cpu!],
      columns: [quiet.columns[2]!, quiet.columns[0]!, quiet.columns[0]!, quiet.columns[1]!],
    };
    expect(observeAll(watcher, shuffled)).toEqual(observeAll(watcher, quiet));
  });
});

describe('the forecaster abstains', () => {
  const withHole = (from: Recording, rows: readonly number[]) =>
    withColumn(from, 2, (value, row) => (rows.includes(row) ? Number.NaN : value));

  it('on a row without a reading, naming the channel, and goes on at once when the hole is short', () => {
    const verdicts = observeAll(watcher, withHole(quiet, [50, 51, 52]));
    expect(reasonOf(verdicts[50])).toBe('no reading of latency');
    expect(reasonOf(verdicts[52])).toBe('no reading of latency');
    expect(verdicts[53]?.kind).toBe('scored');
  });

  it('after a hole longer than it bridges, until the window is full again', () => {
    const verdicts = observeAll(watcher, withHole(quiet, [50, 51, 52, 53]));
    expect(reasonOf(verdicts[54])).toBe('warming up: the window holds 0 of 16 rows');
    expect(verdicts[69]?.kind).toBe('abstained');
    expect(verdicts[70]?.kind).toBe('scored');
  });

  it('but not where another channel alone says "alert": what is missing hides no incident', () => {
    const rows = Array.from({ length: 300 }, (_, row) => row).slice(140);
    const verdicts = observeAll(watcher, withHole(hotCpu, rows));
    expect(reasonOf(verdicts[145])).toBe('no reading of latency');
    expect(highest(verdicts.slice(150, 160))).toBeGreaterThan(1);
    for (const verdict of verdicts.slice(140)) if (verdict.kind === 'scored') expect(verdict.score).toBeGreaterThan(1);
  });

  it('on every row when a channel it learned is missing or in another unit', () => {
    const without = { ...quiet, channels: quiet.channels.slice(0, 2), columns: quiet.columns.slice(0, 2) };
    expect(new Set(observeAll(watcher, without).map(reasonOf))).toEqual(
      new Set(['channels differ from training: latency is missing']),
    );
  });

  it.each([
    ['no recording', [], 'learned nothing: the training part is empty'],
    ['one row', [unlabelled(shop(1))], 'learned nothing: time does not advance in the training part'],
    [
      'too few rows',
      [unlabelled(shop(40))],
      'learned nothing: requests has 24 rows with a full window, 32 are the least',
    ],
  ])('on every row after training on %s', async (_, tooLittle, reason) => {
    const untrained = await contender.fit({ train: tooLittle, seed: 1 });
    const restored = await contender.restore(untrained.artefact());
    for (const one of [untrained, restored])
      expect(new Set(observeAll(one, quiet).map(reasonOf))).toEqual(new Set([reason]));
  });
});

describe.each([
  ['frozen', {}],
  ['mean of three', { members: 3, steps: 60 }],
  ['refitted', { mode: 'refit', refitEvery: '2h', refitSteps: 4 }],
  ['online', { mode: 'online', members: 2, steps: 60 }],
  ['on a backend', { inference: 'backend' }],
  ['trained on a backend', { training: 'backend', steps: 40 }],
] as const)('one artefact, one decision: %s', (_, settings) => {
  let model: Model;
  let verdicts: readonly Verdict[];
  const holes = withColumn(hotCpu, 0, (value, row) => (row % 41 === 0 ? Number.NaN : value));
  beforeAll(async () => {
    model = await fitted(settings);
    verdicts = observeAll(model, holes);
  });

  it('decides the same in another session, and restored by whatever settings', async () => {
    expect(observeAll(model, holes)).toEqual(verdicts);
    const restored = (await forecasterContender({ smoothing: '0', alertAt: 9 }).restore(model.artefact())) as Model;
    expect(restored.artefact()).toEqual(model.artefact());
    expect(restored.backend).toBe(model.backend);
    expect(observeAll(restored, holes)).toEqual(verdicts);
    restored.dispose();
  });

  it('learns the same bytes again from the same seed, others from another', async () => {
    const [again, other] = [await fitted(settings), await fitted(settings, 8)];
    expect(again.artefact()).toEqual(model.artefact());
    expect(other.artefact()).not.toEqual(model.artefact());
    again.dispose();
    other.dispose();
  });

  it('resumes from a snapshot as if uninterrupted', () => {
    let session = model.open(holes.channels);
    const resumed = Array.from(holes.timestampsMs, (timestampMs, row) => {
      if (row % 37 === 3) session = model.open(holes.channels, session.snapshot());
      return session.observe({ timestampMs, values: Float64Array.from(holes.columns, (column) => column[row]!) });
    });
    expect(resumed).toEqual(verdicts);
  });

  it('holds tensors only where a backend decides, and offers a fast path only there', async () => {
    const onBackend = 'inference' in settings;
    expect(model.replayAll !== undefined).toBe(onBackend);
    if (onBackend) expect(model.replayAll!(holes)).toEqual(verdicts);
    const before = model.liveTensorCount();
    const another = await fitted(settings);
    expect(another.liveTensorCount() - before).toBe(onBackend ? 3 * 6 : 0);
    another.dispose();
    another.dispose();
    expect(model.liveTensorCount()).toBe(before);
    expect(() => another.open(quiet.channels)).toThrow('disposed');
  });

  it('tells the record what decides and what trained', () => {
    const trained = 'training' in settings ? 'compiled (trained on wasm)' : 'compiled';
    expect(model.backend).toBe('inference' in settings ? 'wasm' : trained);
  });
});

describe('learning on', () => {
  it.each([
    ['refit', { mode: 'refit', refitEvery: '2h', refitSteps: 4 }, 24],
    ['online', { mode: 'online' }, 1],
  ] as const)('with %s changes forecasts, but only after the rows it learned from', async (_, settings, everyRows) => {
    const model = await fitted(settings);
    const frozen = await fitted({ alertAt: 5.85 });
    const [ours, theirs] = [observeAll(model, quiet), observeAll(frozen, quiet)];
    const first = ours.findIndex(
      (verdict, row) => verdict.kind === 'scored' && scoreOf(verdict) !== scoreOf(theirs[row]),
    );
    expect(first).toBe(16 + everyRows);
  });

  it('makes no step on rows that training has seen', async () => {
    const { recording } = train[0]!;
    const model = await fitted({ mode: 'online' });
    const frozen = await fitted({ alertAt: 5.85 });
    expect(observeAll(model, recording)).toEqual(observeAll(frozen, recording));
  });

  it('gets used to a new level, which a frozen forecaster does not', async () => {
    const long = shop(1500, 2, Date.UTC(2025, 0, 6) + 5 * 86_400_000);
    const other = withColumn(long, 1, (value, row) => (row >= 150 ? 60 - value / 2 : value));
    /** Mean error of cpu over the last 300 rows, in sigmas. */
    const errorOf = async (settings: object) => {
      const session = (await fitted(settings)).open(other.channels);
      for (const [row, timestampMs] of other.timestampsMs.entries()) {
        session.observe({ timestampMs, values: Float64Array.from(other.columns, (column) => column[row]!) });
      }
      const { channels } = decodeState(session.snapshot()) as { channels: { past: { past: Float64Array } }[] };
      return channels[1]!.past.past.slice(-300).reduce((sum, error) => sum + error / 300, 0);
    };
    const [frozen, online, refit] = [
      await errorOf({}),
      await errorOf({ mode: 'online' }),
      await errorOf({ mode: 'refit', refitEvery: '2h' }),
    ];
    expect(online!).toBeLessThan(0.7 * frozen!);
    expect(refit!).toBeLessThan(0.7 * frozen!);
  });
});

describe('compiled and on a backend', () => {
  it('decides alike, to four digits', async () => {
    const [compiled, backend] = [
      observeAll(watcher, hotCpu),
      observeAll(await fitted({ inference: 'backend' }), hotCpu),
    ];
    for (const [row, verdict] of compiled.entries()) {
      if (verdict.kind !== 'scored') continue;
      const other = scoreOf(backend[row]);
      expect(Math.abs(verdict.score - other)).toBeLessThan(1e-4 * Math.max(1, Math.abs(other)));
    }
  });
});

describe('settings', () => {
  it('are filled in, and a plan’s own settings make the same contender', () => {
    expect(contender.config).toMatchObject({
      window: '1h20m',
      steps: 300,
      mode: 'frozen',
      members: 1,
      alertAt: 'auto',
    });
    expect(forecasterContender(contender.config).config).toEqual(contender.config);
  });

  it('are refused with every fault at once', () => {
    const wrong = () => forecasterContender({ window: 'long', epoch: 3, members: 0 });
    expect(wrong).toThrow(/window.*duration/);
    expect(wrong).toThrow(/members/);
    expect(wrong).toThrow(/unknown setting "epoch"[\s\S]*did you mean "epochs"/);
    expect(() => forecasterContender({ mode: 'online', inference: 'backend' })).toThrow(InputError);
  });

  it('take durations: at another sampling step the window holds other rows', async () => {
    const { recording } = train[0]!;
    const hourly = { ...recording, timestampsMs: recording.timestampsMs.map((_, row) => row * 3_600_000) };
    const model = await contender.fit({ train: [unlabelled(hourly)], seed: 1 });
    const learned = (decodeState(model.artefact()) as { learned: { channels: { shape: object }[]; scoring: object } })
      .learned;
    expect(learned.channels[0]!.shape).toMatchObject({ lags: 8, lookBack: { rows: 37 } });
    expect(learned.scoring).toMatchObject({ smoothingRows: 4 });
  });

  it('refuse bytes that are not its artefact, and seed 0', async () => {
    await expect(contender.restore(FOREIGN_ARTEFACT)).rejects.toThrow('not the artefact of a forecaster');
    await expect(contender.fit({ train, seed: 0 })).rejects.toThrow(InputError);
  });

  it('give every channel and every member a network of its own', async () => {
    const model = await fitted({ members: 2, steps: 5 });
    const { channels } = (decodeState(model.artefact()) as { learned: { channels: { members: Float32Array[][] }[] } })
      .learned;
    const networks = channels.flatMap(({ members }) => members.map((weights) => weights[0]!.join()));
    expect(new Set(networks).size).toBe(3 * 2);
  });
});

const NAB = '../shared/nab';
describe.skipIf(!existsSync(NAB))('on NAB (skipped without a checkout)', () => {
  it('reaches 62 at the threshold as written, from probation alone, with hardly more than 200 false alarms', async () => {
    const { recordings } = await importNab({ root: NAB });
    const { standard, falseAlarms } = nabFigures(recordings, await nabPages(forecasterContender(), recordings, 2));
    expect(standard).toBeGreaterThan(62); // the lowest of ten seeds is above it, see bench/nab-seeds.ts
    expect(falseAlarms).toBeLessThan(200);
  }, 120_000);

  it('forgets nothing it needs when the future is cut off', async () => {
    const { recordings } = await importNab({ root: NAB, select: 'realTraffic/speed_7578' });
    const { recording, scoredFromRow } = recordings[0]!;
    const model = await forecasterContender({ mode: 'online' }).fit({
      train: [unlabelled(sliceRows(recording, 0, scoredFromRow))],
      seed: 1,
    });
    const whole = observeAll(model, recording);
    expect(observeAll(model, sliceRows(recording, 0, 700))).toEqual(whole.slice(0, 700));
  });
});

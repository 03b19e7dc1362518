import { beforeAll, describe, expect, it } from 'vitest';
import type { CountsTensors, NamesBackend, Verdict, Watcher } from '../../../src/contenders/contract.ts';
import { autoencoderContender } from '../../../src/contenders/model/autoencoder.ts';
import { decodeState } from '../../../src/contenders/state-codec.ts';
import { InputError } from '../../../src/faults.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import type { Recording } from '../../../src/telemetry/recording.ts';
import { FOREIGN_ARTEFACT, QUICK, shop, TRAINING_ROWS, unlabelled, withColumn } from './shop.ts';

type Model = Watcher & CountsTensors & NamesBackend;

const contender = autoencoderContender(QUICK);
const train = [unlabelled(shop(TRAINING_ROWS))];
const DAY_LATER_MS = Date.UTC(2025, 0, 6) + 86_400_000 * 5;
const quiet = shop(200, 2, DAY_LATER_MS);
let watcher: Model;

beforeAll(async () => {
  watcher = (await contender.fit({ train, seed: 7 })) as Model;
});

const scoreOf = (verdict: Verdict | undefined): number => {
  if (verdict?.kind !== 'scored') throw new Error(`expected a score, got ${JSON.stringify(verdict)}`);
  return verdict.score;
};
const reasonOf = (verdict: Verdict | undefined): string | null =>
  verdict?.kind === 'abstained' ? verdict.reason : null;
const highest = (verdicts: readonly Verdict[]): number =>
  Math.max(...verdicts.map((verdict) => (verdict.kind === 'scored' ? verdict.score : Number.NEGATIVE_INFINITY)));

/** The system of `quiet`, but cpu stays high from row 100 on while requests do not. */
const hotCpu = withColumn(quiet, 1, (value, row) => (row >= 100 ? value + 25 : value));

describe('the autoencoder watches', () => {
  it('scores every row once its window of 1h20m is full, and says before that how full it is', () => {
    const verdicts = observeAll(watcher, quiet);
    expect(reasonOf(verdicts[0])).toBe('warming up: the window holds 1 of 16 rows');
    expect(reasonOf(verdicts[14])).toBe('warming up: the window holds 15 of 16 rows');
    expect(verdicts.slice(15).every(({ kind }) => kind === 'scored')).toBe(true);
  });

  it('calls quiet what is like training, and reaches an alert within 40 minutes of what is not', () => {
    expect(highest(observeAll(watcher, quiet))).toBeLessThan(1);
    const verdicts = observeAll(watcher, hotCpu);
    expect(highest(verdicts.slice(0, 100))).toBeLessThan(1);
    expect(scoreOf(verdicts[107])).toBeGreaterThan(1);
  });

  it('names the channel that broke, what it was, what it should have been and its share', () => {
    const verdict = observeAll(watcher, hotCpu)[107];
    if (verdict?.kind !== 'scored') throw new Error('expected a score');
    const [first] = verdict.causes;
    expect(first).toMatchObject({ source: 'reconstruction', channel: 'cpu', observed: hotCpu.columns[1]![107] });
    expect(first!.limit!).toBeLessThan(first!.observed! - 10);
    expect(first!.share!).toBeGreaterThan(0.9);
    expect(first!.text).toMatch(/^cpu reconstructs to [\d.]+ %, was [\d.]+ % \(\d+ % of the error\)$/);
  });

  it('hands out shares of all three channels that sum to 1, largest first', () => {
    for (const verdict of observeAll(watcher, quiet)) {
      if (verdict.kind !== 'scored') continue;
      const shares = verdict.causes.map(({ share }) => share!);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(shares).toEqual([...shares].sort((a, b) => b - a));
    }
  });

  it('gives finite scores for the largest, the smallest and negative-zero readings', () => {
    const extremes = [1e308, -1e308, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, -0];
    const recording = withColumn(quiet, 0, (value, row) => (row < 50 ? value : extremes[row % extremes.length]!));
    const verdicts = observeAll(watcher, recording);
    expect(verdicts.slice(15).every((verdict) => Number.isFinite(scoreOf(verdict)))).toBe(true);
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

describe('the autoencoder abstains', () => {
  it('on a row without a reading, naming the channel, and goes on at once when the hole is short', () => {
    const verdicts = observeAll(
      watcher,
      withColumn(quiet, 2, (value, row) => (row >= 50 && row < 53 ? Number.NaN : value)),
    );
    expect(reasonOf(verdicts[50])).toBe('no reading of latency');
    expect(reasonOf(verdicts[52])).toBe('no reading of latency');
    expect(verdicts[53]?.kind).toBe('scored');
  });

  it('after a hole longer than it bridges, until the window is full again', () => {
    const verdicts = observeAll(
      watcher,
      withColumn(quiet, 2, (value, row) => (row >= 50 && row < 54 ? Number.NaN : value)),
    );
    expect(reasonOf(verdicts[54])).toBe('warming up: the window holds 1 of 16 rows');
    expect(verdicts[68]?.kind).toBe('abstained');
    expect(verdicts[69]?.kind).toBe('scored');
  });

  it('after a jump in time longer than it bridges', () => {
    const timestampsMs = quiet.timestampsMs.map((timeMs, row) => (row >= 80 ? timeMs + 3_600_000 : timeMs));
    expect(reasonOf(observeAll(watcher, { ...quiet, timestampsMs })[80])).toBe(
      'warming up: the window holds 1 of 16 rows',
    );
  });

  it('on an infinite reading, which is no reading', () => {
    const verdicts = observeAll(
      watcher,
      withColumn(quiet, 0, (value, row) => (row === 60 ? Number.POSITIVE_INFINITY : value)),
    );
    expect(reasonOf(verdicts[60])).toBe('no reading of requests');
  });

  it('on every row when a channel it learned is missing or in another unit', () => {
    const without = { ...quiet, channels: quiet.channels.slice(0, 2), columns: quiet.columns.slice(0, 2) };
    const reason = 'channels differ from training: latency is missing';
    expect(observeAll(watcher, without).map(reasonOf)).toEqual(new Array(200).fill(reason));
    expect(watcher.replayAll!(without).map(reasonOf)).toEqual(new Array(200).fill(reason));
    const channels = quiet.channels.map((channel, c) => (c === 2 ? { ...channel, unit: 's' } : channel));
    expect(reasonOf(observeAll(watcher, { ...quiet, channels })[100])).toBe(
      'channels differ from training: latency is a gauge in s, was a gauge in ms',
    );
  });

  it.each([
    ['no recording', [], 'learned nothing: the training part is empty'],
    ['one row', [unlabelled(shop(1))], 'learned nothing: time does not advance in the training part'],
    [
      'too few rows',
      [unlabelled(shop(40))],
      'learned nothing: the training part holds 25 full windows of 16 rows, 32 are the least',
    ],
  ])('on every row after training on %s', async (_, tooLittle, reason) => {
    const untrained = await contender.fit({ train: tooLittle, seed: 1 });
    expect(observeAll(untrained, quiet).map(reasonOf)).toEqual(new Array(200).fill(reason));
    const restored = await contender.restore(untrained.artefact());
    expect(reasonOf(observeAll(restored, quiet)[0])).toBe(reason);
  });
});

describe('one artefact, one decision', () => {
  it('says the same row by row and over the whole recording', () => {
    const holes = withColumn(hotCpu, 0, (value, row) => (row % 41 === 0 ? Number.NaN : value));
    expect(watcher.replayAll!(holes)).toEqual(observeAll(watcher, holes));
  });

  it('resumes from a snapshot as if uninterrupted', () => {
    const uninterrupted = observeAll(watcher, hotCpu);
    let session = watcher.open(hotCpu.channels);
    const resumed = Array.from(hotCpu.timestampsMs, (timestampMs, row) => {
      if (row % 7 === 3) session = watcher.open(hotCpu.channels, session.snapshot());
      return session.observe({ timestampMs, values: Float64Array.from(hotCpu.columns, (column) => column[row]!) });
    });
    expect(resumed).toEqual(uninterrupted);
  });

  it('is restored from its bytes with the same bytes and the same decisions, whatever the settings of the restorer', async () => {
    const restored = (await autoencoderContender({ ...QUICK, smoothing: '0', alertAt: 9 }).restore(
      watcher.artefact(),
    )) as Model;
    expect(restored.artefact()).toEqual(watcher.artefact());
    expect(observeAll(restored, hotCpu)).toEqual(observeAll(watcher, hotCpu));
    restored.dispose();
  });

  it('refuses bytes that are not its artefact', async () => {
    await expect(contender.restore(FOREIGN_ARTEFACT)).rejects.toThrow('not the artefact of an autoencoder');
  });

  it('learns something else from another seed', async () => {
    const other = await contender.fit({ train, seed: 8 });
    expect(other.artefact()).not.toEqual(watcher.artefact());
    other.dispose();
  });

  it('refuses seed 0', async () => {
    await expect(contender.fit({ train, seed: 0 })).rejects.toThrow(InputError);
  });
});

describe.each(['compiled', 'backend'] as const)('inference: %s', (inference) => {
  const made = autoencoderContender({ ...QUICK, inference });
  const fitted = async () => (await made.fit({ train, seed: 3 })) as Model;

  it('says the same row by row, over the whole recording and restored', async () => {
    const model = await fitted();
    const holes = withColumn(hotCpu, 0, (value, row) => (row % 41 === 0 ? Number.NaN : value));
    const verdicts = observeAll(model, holes);
    expect(model.replayAll!(holes)).toEqual(verdicts);
    const restored = await contender.restore(model.artefact());
    expect((restored as Model).backend).toBe(model.backend);
    expect(observeAll(restored, holes)).toEqual(verdicts);
    restored.dispose();
    model.dispose();
  });

  it('holds tensors only where a backend decides, and none after disposing', async () => {
    const before = watcher.liveTensorCount();
    const model = await fitted();
    const held = watcher.liveTensorCount();
    expect(held - before).toBe(inference === 'backend' ? 8 : 0);
    observeAll(model, quiet);
    model.replayAll!(quiet);
    expect(watcher.liveTensorCount()).toBe(held);
    model.dispose();
    model.dispose();
    expect(watcher.liveTensorCount()).toBe(before);
  });

  it('is refused once disposed of, by the watcher and its sessions', async () => {
    const model = await fitted();
    const session = model.open(quiet.channels);
    model.dispose();
    expect(() => model.open(quiet.channels)).toThrow('disposed');
    expect(() => session.observe({ timestampMs: 0, values: new Float64Array(3) })).toThrow('disposed');
  });

  it('tells the record what decides and what trained', async () => {
    const model = await fitted();
    expect(model.backend).toBe(inference === 'backend' ? 'wasm' : 'compiled (trained on wasm)');
    model.dispose();
  });
});

it('decides alike compiled and by the backend that trained it, to four digits', async () => {
  const [compiled, backend] = await Promise.all(
    (['compiled', 'backend'] as const).map((inference) =>
      autoencoderContender({ ...QUICK, inference }).fit({ train, seed: 3 }),
    ),
  );
  const theirs = observeAll(backend!, hotCpu);
  for (const [row, verdict] of observeAll(compiled!, hotCpu).entries()) {
    if (verdict.kind !== 'scored') continue;
    const other = scoreOf(theirs[row]);
    expect(Math.abs(verdict.score - other)).toBeLessThan(1e-4 * Math.max(1, Math.abs(other)));
  }
  compiled!.dispose();
  backend!.dispose();
});

describe('several members', () => {
  it('learn each from a seed of its own; the first as one alone would', async () => {
    const one = await autoencoderContender(QUICK).fit({ train, seed: 3 });
    const three = await autoencoderContender({ ...QUICK, members: 3 }).fit({ train, seed: 3 });
    const weightsOf = (model: Watcher) =>
      (decodeState(model.artefact()) as { learned: { members: readonly (readonly Float32Array[])[] } }).learned.members;
    expect(weightsOf(three)).toHaveLength(3);
    expect(weightsOf(three)[0]).toEqual(weightsOf(one)[0]);
    expect(weightsOf(three)[1]).not.toEqual(weightsOf(three)[0]);
    expect(weightsOf(three)[2]).not.toEqual(weightsOf(three)[1]);
    expect(highest(observeAll(three, hotCpu))).toBeGreaterThan(1);
    three.dispose();
    one.dispose();
  });
});

describe('settings', () => {
  it('are filled in, and a plan’s own settings make the same contender', () => {
    expect(contender.config).toMatchObject({ backend: 'auto', window: '1h20m', steps: 120, against: 'own-past' });
    expect(autoencoderContender(contender.config).config).toEqual(contender.config);
  });

  it('are refused with every fault at once', () => {
    const wrong = () => autoencoderContender({ window: 'long', epoch: 3, holdBackRatio: 2 });
    expect(wrong).toThrow(/window.*duration/);
    expect(wrong).toThrow(/holdBackRatio/);
    expect(wrong).toThrow(/unknown setting "epoch"[\s\S]*did you mean "epochs"/);
  });

  it('without the stream’s own past, remember no longer than they declare', async () => {
    const finite = autoencoderContender({ ...QUICK, against: 'training', maxWindowRows: 16 });
    const { memoryRows } = finite.traits;
    expect(memoryRows).toBe(97);
    const fitted = await finite.fit({ train, seed: 1 });
    const wild = withColumn(quiet, 1, (value, row) => (row < 60 ? 1e6 : value));
    const [a, b] = [observeAll(fitted, wild), observeAll(fitted, quiet)];
    expect(scoreOf(a[60])).not.toBe(scoreOf(b[60]));
    expect(a.slice(60 + (memoryRows as number))).toEqual(b.slice(60 + (memoryRows as number)));
    fitted.dispose();
  });
});

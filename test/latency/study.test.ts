import { describe, expect, it } from 'vitest';
import type { Contender } from '../../src/contenders/contract.ts';
import { InputError } from '../../src/faults.ts';
import { timeFirstDecision } from '../../src/latency/cold-start.ts';
import { POOL_ROWS } from '../../src/latency/pool.ts';
import { type LatencyTask, studyLatency } from '../../src/latency/study.ts';
import type { SendErrand } from '../../src/record/errand.ts';
import { latencyResultSchema } from '../../src/record/schema.ts';
import { fakeClock, infoOf, named, timedContender, watchTask } from './fakes.ts';

const noErrand: SendErrand = async () => {
  throw new Error('no errand expected');
};

function task(clock: ReturnType<typeof fakeClock>, contender: Contender, against: Contender): LatencyTask {
  return {
    contender,
    against,
    assignment: { train: [], tune: [], judged: [watchTask(2000)] },
    seed: 1,
    info: infoOf(contender),
    rounds: 6,
    roundMs: 2,
    coldStarts: 0,
    sendErrand: noErrand,
    clock,
  };
}

describe('latency study', () => {
  it('finds a planted factor of two', async () => {
    const clock = fakeClock();
    const jitter = (call: number) => 1 + ((call * 7) % 11) / 100;
    const slow = timedContender(clock, (call) => 20_000 * jitter(call)).contender;
    const fast = named(timedContender(clock, (call) => 10_000 * jitter(call)).contender, 'fast');
    const { measurement } = await studyLatency(task(clock, slow, fast));
    expect(measurement.ratio).toMatchObject({ against: 'fast', rounds: 6 });
    expect(measurement.ratio.value).toBeCloseTo(2, 2);
    expect(measurement.ratio.interval.low).toBeLessThanOrEqual(measurement.ratio.value);
    expect(measurement.warm.medianUs).toBeCloseTo(21, 1);
    expect(measurement.warm.drift).toBeCloseTo(1, 2);
    expect(measurement.warm.maxUs).toBeCloseTo(22, 9);
  });

  it('gives 1 for an A/A run and says that it is one', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, () => 10_000);
    const { measurement, scenario } = await studyLatency(task(clock, contender, contender));
    expect(measurement.ratio.value).toBe(1);
    expect(measurement.ratio.interval).toMatchObject({ low: 1, high: 1 });
    expect(scenario).toContain('A/A');
  });

  it('shows in the drift that a side was still getting faster', async () => {
    const clock = fakeClock();
    // The pool is read once before timing; from there on each call is a little faster than the last.
    const warmingUp = timedContender(clock, (call) => 10_000 + 90_000 * Math.exp((POOL_ROWS - call) / 100)).contender;
    const steady = named(timedContender(clock, () => 10_000).contender, 'steady');
    const { measurement } = await studyLatency({ ...task(clock, warmingUp, steady), rounds: 9, roundMs: 1 });
    expect(measurement.warm.drift).toBeLessThan(0.8);
  });

  it('withholds percentiles that its samples cannot carry', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, () => 1e6);
    const { measurement } = await studyLatency(task(clock, contender, named(contender, 'other')));
    expect(measurement.warm.samples).toBe(6 * 16);
    expect(measurement.warm.percentiles.map(({ percent, kind }) => [percent, kind])).toEqual([
      [50, 'measured'],
      [90, 'measured'],
      [95, 'measured'],
      [99, 'too-few-samples'],
      [99.9, 'too-few-samples'],
    ]);
  });

  it('times a side as fast as the timer in batches, its percentiles one by one, and says so', async () => {
    const clock = fakeClock(50);
    const tail = (call: number) => (call % 20 === 0 ? 5000 : 50);
    const fast = timedContender(clock, tail).contender;
    const slow = named(timedContender(clock, () => 100_000).contender, 'slow');
    const { measurement } = await studyLatency(task(clock, fast, slow));
    const { medianUs, maxUs } = measurement.warm;
    expect(medianUs).toBeCloseTo((19 * 50 + 5000) / 20 / 1000, 1); // the mean: what a batch knows
    expect(maxUs).toBeCloseTo(5.05, 9); // one slow call and one reading of the timer: what only single calls show
    expect(measurement.warm.percentiles[0]).toMatchObject({ us: 0.1 });
    expect(measurement.timer.resolutionNs).toBe(50);
    expect(measurement.timer.warnings.join('\n')).toMatch(/^fake: too fast to time one by one/);
    expect(measurement.timer.warnings.join('\n')).not.toMatch(/slow .*too fast/);
  });

  it('times training each time, opening sessions never', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, () => 10_000, { trainNs: 3e9, openNs: 5e8 });
    const { measurement } = await studyLatency(task(clock, contender, named(contender, 'other')));
    expect(measurement.trainMs).toBe(3000);
    expect(measurement.warm.maxUs).toBe(10);
  });

  it('times the watcher it is given, lets go of its own ones and leaves that one alone', async () => {
    const clock = fakeClock();
    const { contender, watchers } = timedContender(clock, () => 10_000);
    const given = timedContender(clock, () => 40_000);
    const watcher = await given.contender.fit({ train: [], seed: 1 });
    const { measurement } = await studyLatency({ ...task(clock, contender, named(contender, 'other')), watcher });
    expect(measurement.ratio.value).toBe(4);
    expect(watchers.map(({ disposed }) => disposed)).toEqual([true, true]);
    expect(given.watchers[0]!.disposed).toBe(false);
  });

  it('names the backend that the timed watcher ran on, and none where there is no choice', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, () => 10_000);
    const onWasm: Contender = {
      ...contender,
      config: { backend: 'auto' },
      fit: async (fit) => Object.assign(await contender.fit(fit), { backend: 'wasm' }),
    };
    const plain = named(contender, 'plain');
    expect((await studyLatency(task(clock, onWasm, plain))).backend).toBe('wasm');
    expect((await studyLatency(task(clock, plain, onWasm))).backend).toBeNull();
  });

  it('lets go of its watchers when a decision throws, and fails with that error', async () => {
    const clock = fakeClock();
    const broken = timedContender(clock, (call) => {
      if (call > 5000) throw new Error('out of tensors');
      return 1000;
    });
    const other = named(timedContender(clock, () => 1000).contender, 'other');
    await expect(studyLatency(task(clock, broken.contender, other))).rejects.toThrow('out of tensors');
    expect(broken.watchers.every(({ disposed }) => disposed)).toBe(true);
  });

  it('sends each cold start to a process of its own, with what was learned', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, () => 10_000);
    const sent: string[] = [];
    const sendErrand: SendErrand = async (errand) => {
      if (errand.kind !== 'first-decision') throw new Error(`unexpected ${errand.kind}`);
      sent.push(errand.artefactBase64);
      return { kind: 'first-decision', firstDecisionMs: sent.length * 10 };
    };
    const shares: number[] = [];
    const onProgress = (share: number) => void shares.push(share);
    const started = { ...task(clock, contender, named(contender, 'other')), coldStarts: 3, sendErrand, onProgress };
    const result = await studyLatency(started);
    expect(sent).toEqual(Array(3).fill(Buffer.of(1, 2, 3).toString('base64')));
    expect(result.measurement.cold).toEqual({ samples: 3, firstDecisionMs: [10, 20, 30] });
    expect(result.measurement.memory).toMatchObject({ snapshotBytes: 8, artefactBytes: 3 });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(latencyResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  it('says how many of the timed rows are abstentions: they are cheaper than decisions', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, () => 10_000, {
      verdict: (row) =>
        row < 24 ? { kind: 'abstained', reason: 'no-window' } : { kind: 'scored', score: 0, causes: [] },
    });
    const { scenario } = await studyLatency(task(clock, contender, named(contender, 'other')));
    expect(scenario).toContain('abstains on 24 of them');
  });

  it('refuses settings that measure nothing, all at once', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, () => 1);
    const wrong = { ...task(clock, contender, contender), rounds: 1, roundMs: 0, coldStarts: -1 };
    const thrown: unknown = await studyLatency(wrong).catch((error: unknown) => error);
    if (!(thrown instanceof InputError)) throw thrown;
    expect(thrown.faults.map(({ code }) => code)).toEqual([
      'latency/rounds',
      'latency/round-ms',
      'latency/cold-starts',
    ]);
  });
});

describe('first decision', () => {
  it('is the opening and the first row that is scored; abstentions before it are not counted', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, (call) => (call < 3 ? 1e6 : 20e6), {
      openNs: 4e6,
      verdict: (row) =>
        row < 3 ? { kind: 'abstained', reason: 'no-window' } : { kind: 'scored', score: 0, causes: [] },
    });
    const watcher = await contender.fit({ train: [], seed: 1 });
    expect(timeFirstDecision(watcher, watchTask(10).labelled.recording, clock)).toBe(24);
  });

  it('is the first abstention where nothing is ever scored', async () => {
    const clock = fakeClock();
    const { contender } = timedContender(clock, (call) => (call + 1) * 1e6, {
      verdict: () => ({ kind: 'abstained', reason: 'no-window' }),
    });
    const watcher = await contender.fit({ train: [], seed: 1 });
    expect(timeFirstDecision(watcher, watchTask(10).labelled.recording, clock)).toBe(1);
  });
});

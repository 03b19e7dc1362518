import { describe, expect, it } from 'vitest';
import { type TimedTask, timeInRounds } from '../../src/latency/rounds.ts';
import { fakeClock } from './fakes.ts';

function tasks(clock: ReturnType<typeof fakeClock>, costs: Readonly<Record<string, number>>) {
  const ran: string[] = [];
  const counts = { prepared: 0, run: 0 };
  const list = Object.entries(costs).map(
    ([name, costNs]): TimedTask => ({
      name,
      calls: 1,
      prepare() {
        counts.prepared++;
        clock.pass(7e6);
      },
      run() {
        counts.run++;
        if (ran.at(-1) !== name) ran.push(name);
        clock.pass(costNs);
      },
    }),
  );
  return { list, ran, counts };
}

describe('rounds', () => {
  it('turn the order round each time, so that neither side is always first', async () => {
    const clock = fakeClock();
    const { list, ran } = tasks(clock, { a: 5e4, b: 5e4, c: 5e4 });
    await timeInRounds(list, { rounds: 3, roundMs: 1, clock, seed: 1 });
    // Thrown away: c b a. Then a b c, c b a, a b c; a task that ends one round and begins the next shows once.
    expect(ran.join('')).toBe('cbabcbabc');
  });

  it('give each side its own cost, whatever preparing costs', async () => {
    const clock = fakeClock();
    const { list } = tasks(clock, { a: 2e4, b: 1e4 });
    const [a, b] = await timeInRounds(list, { rounds: 4, roundMs: 1, clock, seed: 1 });
    expect(a!.rounds.map(({ medianUs }) => medianUs)).toEqual([20, 20, 20, 20]);
    expect(b!.rounds.map(({ medianUs }) => medianUs)).toEqual([10, 10, 10, 10]);
  });

  it('call nothing unseen: every run was prepared', async () => {
    const clock = fakeClock();
    const { list, counts } = tasks(clock, { a: 1e5 });
    await timeInRounds(list, { rounds: 2, roundMs: 1, clock, seed: 1 });
    expect(counts.run).toBe(counts.prepared);
  });

  it('take at least 16 samples a round of something slower than the round', async () => {
    const clock = fakeClock();
    const { list } = tasks(clock, { slow: 50e6 });
    const [slow] = await timeInRounds(list, { rounds: 2, roundMs: 1, clock, seed: 1 });
    expect(slow!.rounds.map(({ samplesUs }) => samplesUs.length)).toEqual([16, 16]);
  });

  it('give durations per call', async () => {
    const clock = fakeClock();
    const task: TimedTask = { name: 'batch', calls: 64, run: () => clock.pass(64 * 500) };
    const [batch] = await timeInRounds([task], { rounds: 2, roundMs: 1, clock, seed: 1 });
    expect(batch!.rounds[0]!.medianUs).toBe(0.5);
    expect(batch!.rounds[0]!.samplesUs[0]).toBe(0.5);
  });

  it('wait for a task that says it is asynchronous, and time it to its end', async () => {
    const clock = fakeClock();
    const calls = { begun: 0, ended: 0 };
    const task: TimedTask = {
      name: 'reads a file',
      calls: 1,
      async: true,
      async run() {
        calls.begun++;
        await Promise.resolve();
        clock.pass(3e5);
        calls.ended++;
      },
    };
    const [read] = await timeInRounds([task], { rounds: 2, roundMs: 1, clock, seed: 1 });
    expect(read!.rounds.map(({ medianUs }) => medianUs)).toEqual([300, 300]);
    expect(calls.ended).toBe(calls.begun);
  });

  it('keep no more samples than allowed, in order, and still know the largest', async () => {
    const clock = fakeClock();
    let call = 0;
    const task: TimedTask = { name: 'uneven', calls: 1, run: () => clock.pass(1000 + (call++ % 97) * 10) };
    const plan = { rounds: 2, roundMs: 1, clock, seed: 1, keptSamples: 200 };
    const [{ rounds }] = (await timeInRounds([task], plan)) as [Awaited<ReturnType<typeof timeInRounds>>[number]];
    for (const { samplesUs, maxUs } of rounds) {
      expect(samplesUs.length).toBeLessThanOrEqual(100);
      expect(samplesUs.length).toBeGreaterThan(50);
      expect([...samplesUs]).toEqual([...samplesUs].sort((a, b) => a - b));
      expect(maxUs).toBeGreaterThanOrEqual(samplesUs.at(-1)!);
    }
  });

  it('report what tinybench doubts, by the number of rounds', async () => {
    const clock = fakeClock();
    const { list } = tasks(clock, { constant: 1e4 });
    const [constant] = await timeInRounds(list, { rounds: 3, roundMs: 5, clock, seed: 1 });
    expect([...constant!.doubts]).toEqual([['low-distinct', 3]]);
  });

  it('fail with the error of a task that throws, not with missing numbers', async () => {
    const clock = fakeClock();
    const broken: TimedTask = {
      name: 'broken',
      calls: 1,
      run() {
        throw new Error('no such tensor');
      },
    };
    await expect(timeInRounds([broken], { rounds: 2, roundMs: 1, clock, seed: 1 })).rejects.toThrow('no such tensor');
  });
});

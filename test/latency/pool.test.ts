import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/faults.ts';
import { observing } from '../../src/latency/observing.ts';
import { observationPool, POOL_ROWS } from '../../src/latency/pool.ts';
import { fakeClock, timedContender, watchTask } from './fakes.ts';

const readings = (rows: readonly { readonly values: Float64Array }[]) => rows.map(({ values }) => values[0]!);

describe('pool', () => {
  it('is consecutive judged rows, led in by the rows before them', () => {
    const pool = observationPool([watchTask(3000, 500)], 40);
    expect(readings(pool.timed)).toEqual(Array.from({ length: POOL_ROWS }, (_, i) => 500 + i));
    expect(readings(pool.leadIn)).toEqual(Array.from({ length: 40 }, (_, i) => 460 + i));
  });

  it('starts after the warm-up where judging starts at once', () => {
    const pool = observationPool([watchTask(3000)], 40);
    expect(readings(pool.timed)[0]).toBe(40);
    expect(readings(pool.leadIn)[0]).toBe(0);
  });

  it('takes the first recording that is long enough, else the longest', () => {
    expect(observationPool([watchTask(10, 0, 'short'), watchTask(2000, 0, 'long')], 0).recording).toBe('long');
    expect(observationPool([watchTask(10, 0, 'a'), watchTask(20, 0, 'b')], 0)).toMatchObject({ recording: 'b' });
    expect(observationPool([watchTask(10, 0, 'a'), watchTask(20, 0, 'b')], 0).timed).toHaveLength(20);
  });

  it('refuses to time decisions on nothing', () => {
    expect(() => observationPool([], 0)).toThrow(InputError);
    expect(() => observationPool([watchTask(0)], 0)).toThrow(InputError);
  });
});

describe('observing', () => {
  it.each([1, 8])('reads the pool in order and opens a fresh session at its end, in batches of %i', async (batch) => {
    const seen: [number, number][] = [];
    const { contender } = timedContender(fakeClock(), () => 0, { seen: (...call) => void seen.push(call) });
    const watcher = await contender.fit({ train: [], seed: 1 });
    const pool = observationPool([watchTask(48)], 8); // 8 rows of lead-in cannot be had before 48 of 48
    const task = observing('fake', watcher, pool, batch);
    for (let i = 0; i < 96 / batch; i++) {
      task.prepare!();
      task.run();
    }
    const rows = Array.from({ length: 48 }, (_, row) => row);
    expect(seen).toEqual([...rows.map((row) => [0, row]), ...rows.map((row) => [1, row])]);
  });

  it('leads each fresh session in again', async () => {
    const seen: [number, number][] = [];
    const { contender } = timedContender(fakeClock(), () => 0, { seen: (...call) => void seen.push(call) });
    const watcher = await contender.fit({ train: [], seed: 1 });
    const task = observing('fake', watcher, observationPool([watchTask(2000)], 3), 1);
    for (let i = 0; i <= POOL_ROWS; i++) {
      task.prepare!();
      task.run();
    }
    expect(seen.filter(([session]) => session === 1)).toEqual([0, 1, 2, 3].map((row) => [1, row]));
  });
});

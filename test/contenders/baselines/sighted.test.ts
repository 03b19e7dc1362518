import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastValueContender } from '../../../src/contenders/baselines/last-value.ts';
import { robustScale } from '../../../src/contenders/baselines/robust-scale.ts';
import { rollingMadContender } from '../../../src/contenders/baselines/rolling-mad.ts';
import { SortedWindow } from '../../../src/contenders/baselines/sorted-window.ts';
import type { Contender, Verdict } from '../../../src/contenders/contract.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import { noise, recording, scoresOf, watched, watcherOf } from './watching.ts';

const NONE = Number.NaN;

describe('robust scale', () => {
  it('is the median and 1.4826 times the median absolute deviation, blind to gaps', () => {
    expect(robustScale([1, 2, NONE, 3, 4, 100])).toEqual({ median: 3, scale: 1.4826 });
    expect(robustScale([1, 2, 3, 4])).toEqual({ median: 2.5, scale: 1.4826 });
  });

  it('falls back on the standard deviation, then on a thousandth of the level', () => {
    expect(robustScale([5, 5, 5, 5, 10])?.scale).toBe(2);
    expect(robustScale([5, 5, 5])?.scale).toBe(0.005);
    expect(robustScale([0, 0, 0])?.scale).toBe(0);
    expect(robustScale([NONE])).toBeNull();
  });

  it('is finite over the whole double range', () => {
    expect(robustScale([-1e308, -1e308, 1e308])?.scale).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});

describe('sorted window', () => {
  it('has the median and median deviation of its readings at every step', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 }),
        fc.nat(20),
        (readings, width) => {
          const window = new SortedWindow();
          readings.forEach((reading, i) => {
            window.insert(reading);
            if (i > width) window.remove(readings[i - width - 1]!);
            const held = readings.slice(Math.max(0, i - width), i + 1).sort((a, b) => a - b);
            const median = (held[(held.length - 1) >> 1]! + held[held.length >> 1]!) / 2;
            const deviations = held.map((x) => Math.abs(x - median)).sort((a, b) => a - b);
            expect(window.median()).toBe(median);
            expect(window.medianDeviation(median)).toBe(deviations[(held.length - 1) >> 1]);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('last value', () => {
  const train = recording(5, { a: [10, 12, 10, 12, 10], b: [0, 100, 0, 100, 0] });

  it('scores the worst change in units of the changes of training, and names the channel', async () => {
    // Changes of a: ±2 about 0, so their spread is 1.4826 × 2.
    const verdicts = await watched(lastValueContender(), recording(5, { a: [10, 10, 20], b: [0, 0, 100] }), [train]);
    expect(verdicts[0]).toEqual({ kind: 'abstained', reason: 'no earlier reading: a, b' });
    expect(scoresOf(verdicts)[1]).toBe(0);
    expect(scoresOf(verdicts)[2]).toBeCloseTo(10 / (1.4826 * 2), 12);
    expect(verdicts[2]).toMatchObject({
      causes: [{ source: 'last-value', channel: 'a', text: expect.stringContaining('3.37 times') }],
    });
  });

  it('abstains where a channel has no reading, and compares across the gap afterwards', async () => {
    const verdicts = await watched(lastValueContender(), recording(5, { a: [10, NONE, 20], b: [0, 0, 0] }), [train]);
    expect(verdicts[1]).toEqual({ kind: 'abstained', reason: 'no reading: a' });
    expect(scoresOf(verdicts)[2]).toBeCloseTo(10 / (1.4826 * 2), 12);
  });

  it('abstains on a channel that it was not trained on', async () => {
    const verdicts = await watched(lastValueContender(), recording(5, { c: [1, 2] }), [train]);
    expect(verdicts[1]).toEqual({ kind: 'abstained', reason: 'not trained on: c' });
  });
});

describe('rolling MAD', () => {
  const train = recording(5, { a: noise(500, 1) });

  it('scores the distance from the median of the window in its own spread', async () => {
    const readings = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 26];
    const config = { minReadings: 3, floorShare: 0 };
    const verdicts = await watched(rollingMadContender(config), recording(5, { a: readings }), [train]);
    expect(scoresOf(verdicts)[11]).toBeCloseTo(20 / (1.4826 * 3), 12); // median 6, median deviation 3
    expect(verdicts[11]).toMatchObject({
      causes: [{ observed: 26, limit: 6, text: expect.stringContaining('over 1d') }],
    });
  });

  it('forgets what is older than the window, in time and not in rows', async () => {
    const shifted = (step: number) =>
      recording(step, { a: [...noise(240 / step, 2), ...noise(480 / step, 3, 200)] }, 1e9);
    for (const step of [1, 5]) {
      const scores = scoresOf(
        await watched(rollingMadContender({ window: '4h', minReadings: 10 }), shifted(step), [train]),
      );
      const at = (minute: number) => scores[minute / step]!;
      expect(at(240)).toBeGreaterThan(10); // the step
      expect(at(300)).toBeGreaterThan(5); // most of the window is still from before
      expect(at(600)).toBeLessThan(4); // nothing is
    }
  });

  it('does not cry wolf over a rounding error where the window has no spread', async () => {
    const flat = recording(5, { a: [...new Array<number>(50).fill(100), 100.5, 160] }, 1e9);
    const scores = scoresOf(await watched(rollingMadContender(), flat, [train]));
    expect(scores[50]).toBeLessThan(1.5); // the floor is a tenth of the spread of training
    expect(scores[51]).toBeGreaterThan(10);
  });

  it('starts on what training learned, and abstains where it learned nothing', async () => {
    const start = recording(5, { a: [100, 200] }, 1e9);
    expect(scoresOf(await watched(rollingMadContender(), start, [train]))[1]).toBeGreaterThan(10);
    expect(await watched(rollingMadContender(), start)).toMatchObject([{ kind: 'abstained' }, { kind: 'abstained' }]);
  });

  it('keeps no more readings than it says', async () => {
    const still = { ...recording(5, { a: noise(400, 4) }), timestampsMs: new Float64Array(400) };
    const watcher = await watcherOf(rollingMadContender({ maxReadings: 50 }), [train]);
    const session = watcher.open(still.channels);
    let largest = 0;
    still.timestampsMs.forEach((timestampMs, row) => {
      session.observe({ timestampMs, values: Float64Array.of(still.columns[0]![row]!) });
      largest = Math.max(largest, session.snapshot().length);
    });
    expect(largest).toBeLessThan(50 * 2 * 8 * 1.5 + 200);
  });
});

describe.each<[string, () => Contender]>([
  ['last-value', lastValueContender],
  ['rolling-mad', () => rollingMadContender({ minReadings: 5, window: '1h' })],
])('%s', (_name, make) => {
  const reading = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 80, max: 120, noNaN: true }) },
    fc.constantFrom(NONE, 1e308, -1e308, 5e-324, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  );
  const stream = fc
    .array(fc.tuple(reading, reading), { minLength: 1, maxLength: 40 })
    .map((rows) => recording(5, { a: rows.map(([a]) => a), b: rows.map(([, b]) => b) }));
  const train = recording(5, { a: noise(200, 1), b: noise(200, 2) });

  it('scores finitely, or abstains with the channels named wherever a reading is missing', async () => {
    const watcher = await watcherOf(make(), [train]);
    fc.assert(
      fc.property(stream, (over) => {
        observeAll(watcher, over).forEach((verdict, row) => {
          if (over.columns.some((column) => Number.isNaN(column[row]!))) expect(verdict.kind).toBe('abstained');
          if (verdict.kind === 'scored') expect(Number.isFinite(verdict.score)).toBe(true);
          else expect(verdict.reason).toMatch(/[ab]$/);
        });
      }),
    );
  });

  it('goes on from a snapshot as if uninterrupted, on a restored artefact too', async () => {
    const watcher = await watcherOf(make(), [train]);
    const restored = await make().restore(watcher.artefact());
    fc.assert(
      fc.property(stream, fc.nat(), (over, cut) => {
        const row = cut % (over.timestampsMs.length + 1);
        const at = (i: number) => ({
          timestampMs: over.timestampsMs[i]!,
          values: Float64Array.from(over.columns, (column) => column[i]!),
        });
        const whole: Verdict[] = observeAll(watcher, over);
        const first = watcher.open(over.channels);
        for (let i = 0; i < row; i++) first.observe(at(i));
        const second = restored.open(over.channels, first.snapshot());
        for (let i = row; i < whole.length; i++) expect(second.observe(at(i))).toEqual(whole[i]);
      }),
      { numRuns: 40 },
    );
  });
});

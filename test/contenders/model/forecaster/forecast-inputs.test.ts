import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EarlierReading } from '../../../../src/contenders/model/forecaster/earlier-reading.ts';
import {
  InputKeeper,
  type InputShape,
  inputCount,
} from '../../../../src/contenders/model/forecaster/forecast-inputs.ts';

const STEP_MS = 300_000;
const DAY_MS = 86_400_000;
const shape: InputShape = {
  scale: { center: 10, spread: 2 },
  lags: 16,
  dayHarmonics: 2,
  weekHarmonics: 1,
  lookBack: { ageMs: DAY_MS, slackMs: 3 * STEP_MS, rows: 433 },
  bridgeRows: 3,
  longestGapMs: DAY_MS,
  clipSigmas: 5,
};
/** A Monday. */
const START_MS = Date.UTC(2025, 0, 6);
/** Thursday, where the phase of the week that begins with the epoch is 0. */
const THURSDAY_MS = Date.UTC(2025, 0, 9);

/** Sigmas and inputs of each row. */
function watch(readings: readonly number[], timeOf = (row: number) => START_MS + row * STEP_MS, of = shape) {
  const keeper = new InputKeeper(of);
  return readings.map((reading, row) => {
    const inputs = new Float32Array(inputCount(of));
    const sigmas = keeper.push(timeOf(row), reading, inputs);
    return { sigmas, inputs, held: keeper.heldRows };
  });
}

describe('the inputs of a forecast', () => {
  it('are 24: sixteen readings before it in sigmas, oldest first, six of the calendar, and the one a day ago', () => {
    expect(inputCount(shape)).toBe(24);
    const rows = watch(Array.from({ length: 289 }, (_, row) => 10 + (row % 7)));
    const { inputs, sigmas } = rows[288]!;
    expect([...inputs.subarray(0, 16)]).toEqual(Array.from({ length: 16 }, (_, i) => ((272 + i) % 7) / 2));
    expect(sigmas).toBe((288 % 7) / 2);
    expect([...inputs.subarray(22)]).toEqual([0, 1]);
  });

  it('tell the time of day by two harmonics and the day of the week by one', () => {
    const [midnight] = watch([10], () => THURSDAY_MS);
    expect([...midnight!.inputs.subarray(16, 22)]).toEqual([0, 1, 0, 1, 0, 1]);
    const [six] = watch([10], () => THURSDAY_MS + DAY_MS / 4);
    const expected = [1, 0, 0, -1, Math.sin(Math.PI / 14), Math.cos(Math.PI / 14)];
    for (const [i, value] of six!.inputs.subarray(16, 22).entries()) expect(value).toBeCloseTo(expected[i]!, 6);
  });

  it('are clipped to five sigmas, the reading itself is not', () => {
    const rows = watch([...new Array(16).fill(1000), -1000]);
    expect([...rows[16]!.inputs.subarray(0, 16)]).toEqual(new Array(16).fill(5));
    expect(rows[16]!.sigmas).toBe(-505);
  });

  it('are never of the row itself', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (reading) => {
        const before = new Array(40).fill(12);
        expect(watch([...before, reading])[40]!.inputs).toEqual(watch([...before, 0])[40]!.inputs);
      }),
    );
  });

  it('begin with the seventeenth row, and again after more missing readings than are bridged', () => {
    const readings = Array.from({ length: 80 }, (_, row) => (row >= 30 && row < 33 ? Number.NaN : 10));
    const rows = watch(readings);
    expect(rows.slice(0, 16).every(({ sigmas }) => Number.isNaN(sigmas))).toBe(true);
    expect(rows[16]!.sigmas).toBe(0);
    expect([rows[31]!.sigmas, rows[33]!.sigmas]).toEqual([Number.NaN, 0]);
    readings[33] = Number.NaN;
    const longer = watch(readings);
    expect(longer[34]).toMatchObject({ sigmas: Number.NaN, held: 0 });
    expect(longer[49]).toMatchObject({ sigmas: Number.NaN, held: 15 });
    expect(longer[50]!.sigmas).toBe(0);
  });

  it('begin anew after a hole in time longer than a day, and outlast a shorter one', () => {
    const afterHole = (holeMs: number) =>
      watch(new Array(40).fill(10), (row) => START_MS + row * STEP_MS + (row >= 20 ? holeMs : 0))[20]!;
    expect(afterHole(DAY_MS / 2).sigmas).toBe(0);
    expect(afterHole(DAY_MS).sigmas).toBeNaN();
  });

  it('go on from a snapshot as if uninterrupted', () => {
    const readings = Array.from({ length: 400 }, (_, row) => (row % 50 === 7 ? Number.NaN : 10 + (row % 11)));
    const whole = watch(readings);
    let keeper = new InputKeeper(shape);
    for (const [row, reading] of readings.entries()) {
      if (row % 60 === 31) keeper = new InputKeeper(shape, keeper.state());
      const inputs = new Float32Array(24);
      expect(keeper.push(START_MS + row * STEP_MS, reading, inputs)).toBe(whole[row]!.sigmas);
      expect(inputs).toEqual(whole[row]!.inputs);
    }
  });
});

describe('the reading a day ago', () => {
  const lookBack = { ageMs: 1000, slackMs: 30, rows: 200 };

  it('is the newest that is at least a day old and not too late, at any spacing that the rows kept allow', () => {
    const gap = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 150, size: 'max' }), (gaps) => {
        const earlier = new EarlierReading(lookBack);
        const times: number[] = [];
        for (const [row, next] of gaps.entries()) {
          const nowMs = (times.at(-1) ?? 0) + next;
          const fitting = times.findLastIndex((timeMs) => timeMs <= nowMs - 1000);
          const isNear = fitting >= 0 && nowMs - 1000 - times[fitting]! <= 30;
          expect(earlier.find(nowMs)).toBe(isNear ? fitting : Number.NaN);
          earlier.append(nowMs, row);
          times.push(nowMs);
        }
      }),
    );
  });

  it('is none where rows come too densely to be kept for a day', () => {
    const earlier = new EarlierReading({ ...lookBack, rows: 10 });
    for (let row = 0; row < 2000; row++) {
      expect(earlier.find(row)).toBeNaN();
      earlier.append(row, 1);
    }
  });
});

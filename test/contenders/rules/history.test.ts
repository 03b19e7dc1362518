import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../../src/chance.ts';
import type { Verdict, Watcher } from '../../../src/contenders/contract.ts';
import { readingsIn } from '../../../src/contenders/rules/history/stretch.ts';
import { parseRuleFile } from '../../../src/contenders/rules/read-rule-file.ts';
import { WORST_SEVERITY } from '../../../src/contenders/rules/severity.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import { type Recording, sliceRows } from '../../../src/telemetry/recording.ts';
import { declaredStepS, recipeScores } from './history-recipe.ts';
import { fitted, noise, picture, recording, repeat, scoresOf, watched } from './watching.ts';

const LIMIT = 4.7;
const DAY_ROWS = 288;
const NONE = Number.NaN;
const rule = (more = '') => `  - { name: past, kind: history, channel: "*"${more} }`;
const ONLY = {
  season: ', jump: false, shift: false, drift: false',
  jump: ', season: false, shift: false, drift: false',
  shift: ', season: false, jump: false, drift: false',
  drift: ', season: false, jump: false, shift: false',
};
const load = (values: readonly number[], startMs = 0) => recording('5m', { load: values }, startMs);
const at = (times: Float64Array, values: readonly number[]): Recording => ({ ...load(values), timestampsMs: times });

/** Noise with a daily wave, spikes and steps, at a declared step with pauses, repeated and late times. */
const anySeries = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    rows: fc.integer({ min: 110, max: 700 }),
    stepS: fc.constantFrom(300, 390, 600, 1800, 3600),
    wave: fc.constantFrom(0, 3, 20),
    spikes: fc.constantFrom(0, 0.005, 0.02),
    oddTimes: fc.constantFrom(0, 0.02, 0.2),
  })
  .map(({ seed, rows, stepS, wave, spikes, oddTimes }) => {
    const random = seededRandom(seed);
    for (let i = 0; i < 32; i++) random();
    let timeS = 0;
    let level = 100;
    const times = new Float64Array(rows);
    const values = Array.from({ length: rows }, (_, row) => {
      const isOdd = random() < oddTimes;
      timeS += isOdd ? [0, 0, 60, -stepS, 7 * stepS, 90_000][Math.floor(random() * 6)]! : row === 0 ? 0 : stepS;
      times[row] = 1000 * timeS;
      if (random() < spikes / 4) level += 20 * normal(random);
      const spike = random() < spikes ? 30 + 30 * random() : 0;
      return level + wave * Math.sin((2 * Math.PI * timeS) / 86_400) + normal(random) + spike;
    });
    return { times, values, stepS };
  });

describe('history rule', () => {
  it('scores every row as the recipe does, at any step of 5 minutes and more, with pauses, repeated and late times', async () => {
    const watchers = new Map<number, Watcher>();
    for (const stepS of [300, 390, 600, 1800, 3600]) watchers.set(stepS, await fitted(rule(`, step: ${stepS}s`)));
    let over = 0;
    fc.assert(
      fc.property(anySeries, ({ times, values, stepS }) => {
        const forwardMs = Array.from(times).map((_, row) => Math.max(...times.subarray(0, row + 1)));
        const expected = recipeScores(
          forwardMs.map((ms) => ms / 1000),
          values,
          stepS,
        ).map((z) => Math.min(z, LIMIT * WORST_SEVERITY));
        const verdicts = observeAll(watchers.get(stepS)!, at(times, values));
        verdicts.forEach((verdict, row) => {
          expect(verdict.kind).toBe(row < 100 ? 'abstained' : 'scored');
          if (verdict.kind === 'abstained') return;
          expect(Math.abs(verdict.score * LIMIT - expected[row]!)).toBeLessThan(1e-7 * Math.max(1, expected[row]!));
          if (verdict.score >= 1) over++;
        });
      }),
      { numRuns: 40, seed: 1 },
    );
    expect(over).toBeGreaterThan(50);
  });

  it('learns the sampling step from training: the median gap, pauses and repeated times aside', async () => {
    const [series] = fc.sample(
      anySeries.filter(({ values, stepS }) => values.length > 400 && stepS === 600),
      { numRuns: 1, seed: 5 },
    );
    const { times, values } = series!;
    const whole = at(times.slice().sort(), values);
    const timesS = Array.from(whole.timestampsMs, (ms) => ms / 1000);
    const stepS = declaredStepS(timesS, 150);
    const learned = scoresOf(await watched(rule(), whole, [sliceRows(whole, 0, 150)]));
    const expected = recipeScores(timesS, values, stepS);
    learned.slice(100).forEach((score, i) => {
      expect(score * LIMIT).toBeCloseTo(expected[100 + i]!, 6);
    });
  });

  it('finds the step out for itself where there was no training, and then decides as if it had known it', async () => {
    const values = [...noise(400, 3), ...noise(40, 4, 140)];
    const unaware = await watched(rule(), load(values));
    expect(picture(unaware)).toContain('#');
    expect(unaware).toEqual(await watched(rule(', step: 5m'), load(values)));
  });
});

describe('the signals of a history rule', () => {
  const wave = (row: number) => 50 * Math.sin((2 * Math.PI * row) / DAY_ROWS);
  const days = (count: number, change: (x: number, row: number) => number = (x) => x) =>
    load(noise(count * DAY_ROWS, 7, 100, 1).map((x, row) => change(x + wave(row), row)));
  const firstCause = (verdicts: readonly Verdict[]): string => {
    const first = verdicts.find((verdict) => verdict.kind === 'scored' && verdict.score >= 1);
    return first?.kind === 'scored' ? first.causes[0]!.text : '';
  };

  it('season: an ordinary value at the wrong hour, which no other signal sees', async () => {
    // Night readings by day: they come and go slowly, so there is no jump, and all lie where readings often lie.
    const calmNoon = days(6, (x, row) => x - (row > 5 * DAY_ROWS ? 2 * wave(row) : 0));
    const text = firstCause(await watched(rule(`${ONLY.season}, season: { start: wait }`), calmNoon));
    expect(text).toMatch(
      /^load distance from earlier days and weeks: 20-minute mean [\d.]+ is [\d.]+ sd above its long-run mean [\d.]+; not seen this high in \d+ days \(margin \d+ %\)$/,
    );
    for (const other of [ONLY.jump, ONLY.drift]) {
      expect(picture(await watched(rule(other), calmNoon)).slice(5 * DAY_ROWS)).not.toContain('#');
    }
  });

  it('season: the first day that can be compared stands out, unless the signal waits until it knows distances', async () => {
    const quiet = days(3);
    expect(firstCause(await watched(rule(ONLY.season), quiet))).toContain('over 1000 sd above its long-run mean 0;');
    expect(picture(await watched(rule(ONLY.season), quiet)).indexOf('#')).toBe(DAY_ROWS);
    const waiting = picture(await watched(rule(`${ONLY.season}, season: { start: wait }`), quiet));
    expect(waiting).toBe('?'.repeat(DAY_ROWS + 100) + '.'.repeat(2 * DAY_ROWS - 100));
  });

  it('season: with a time to settle its own start is no alert, and everything after it is told as before', async () => {
    const quiet = days(3);
    const at = (settle: string) => watched(rule(`${ONLY.season}, season: { settle: ${settle} }`), quiet);
    const [settled, told] = [picture(await at('1h')), picture(await at("'0'"))];
    const settledFrom = DAY_ROWS + 3_600_000 / (quiet.timestampsMs[1]! - quiet.timestampsMs[0]!);
    expect(told.slice(DAY_ROWS, settledFrom)).toContain('#');
    expect(settled.slice(0, settledFrom)).not.toContain('#');
    expect(settled.slice(settledFrom)).toBe(told.slice(settledFrom));
  });

  it('season: what either the days or the weeks explain is explained', async () => {
    const isWeekend = (row: number) => Math.floor(row / DAY_ROWS) % 7 >= 5;
    const busySaturday = noise(27 * DAY_ROWS, 7, 100, 1).map((x, row) => {
      const isLast = row >= 26 * DAY_ROWS + 100;
      return isWeekend(row) && !isLast ? x : x + 80;
    });
    const lastDay = async (season: string) =>
      picture(await watched(rule(`${ONLY.season}, season: ${season}`), load(busySaturday))).slice(26 * DAY_ROWS);
    expect(await lastDay('{ days: 0, weeks: 2 }')).toContain('#');
    expect(await lastDay('{ days: 2, weeks: 0 }')).not.toContain('#');
    expect(await lastDay('{ days: 2, weeks: 2 }')).not.toContain('#');
  });

  it('jump: readings that suddenly go to and fro around the same mean', async () => {
    const restless = load(noise(600, 7, 100, 1).map((x, row) => (row > 500 ? x + (row % 2 === 0 ? 9 : -9) : x)));
    expect(firstCause(await watched(rule(ONLY.jump), restless))).toMatch(/^load jump from one reading to the next: /);
    expect(picture(await watched(rule(ONLY.drift), restless))).not.toContain('#');
  });

  it('shift: the last three hours lie elsewhere than the day before', async () => {
    const moved = load(noise(1000, 7, 100, 1).map((x, row) => (row > 900 ? x + 4 : x)));
    expect(firstCause(await watched(rule(ONLY.shift), moved))).toMatch(
      /^load shift of level, last 3h against 1d before: 20-minute mean /,
    );
  });

  it('drift: the last half day lies elsewhere than everything before', async () => {
    const creeping = load(noise(3000, 7, 100, 1).map((x, row) => x + Math.max(0, row - 2000) / 200));
    expect(firstCause(await watched(rule(ONLY.drift), creeping))).toMatch(/^load drift, last 12h against all before: /);
  });

  it('says since when it lasts apart from what was seen before', async () => {
    const moved = load(noise(1000, 7, 100, 1).map((x, row) => (row > 900 ? x + 40 : x)));
    const verdicts = await watched(rule(ONLY.shift), moved);
    const row = picture(verdicts).indexOf('###') + 2;
    expect(verdicts[row]).toMatchObject({
      causes: [{ text: expect.stringMatching(/; not seen this high in 3 days; for 10m \(margin \d+ %\)$/) }],
    });
  });

  it('speaks of the latest value where readings are further apart than the smoothing', async () => {
    const hourly = recording('1h', { load: [...noise(300, 7, 100, 1), ...repeat(130, 3)] });
    expect(firstCause(await watched(rule(ONLY.jump), hourly))).toMatch(/: latest value \d+\.?\d* is /);
  });
});

describe('the seen-before gate of a history rule', () => {
  /** A burst of three rows every day. */
  const bursts = (heights: readonly number[]) =>
    load(
      noise((heights.length + 2) * DAY_ROWS, 9, 100, 1).map((x, row) => {
        const height = heights[Math.floor(row / DAY_ROWS) - 2];
        return height !== undefined && row % DAY_ROWS < 3 ? x + height : x;
      }),
    );
  const burstsTold = (verdicts: readonly Verdict[], count: number) =>
    Array.from({ length: count }, (_, i) =>
      picture(verdicts.slice((i + 2) * DAY_ROWS, (i + 2) * DAY_ROWS + 8)).includes('#'),
    );

  it('keeps quiet from the fourth occasion on, and tells again what is higher', async () => {
    const verdicts = await watched(rule(ONLY.jump), bursts([44, 43, 42, 30, 30, 80]));
    expect(burstsTold(verdicts, 6)).toEqual([true, true, true, false, false, true]);
  });

  it('can be told to keep quiet earlier, or never', async () => {
    const series = bursts([44, 43, 42, 30, 30]);
    const twice = await watched(rule(`${ONLY.jump}, unlessSeen: { times: 2 }`), series);
    expect(burstsTold(twice, 3)).toEqual([true, true, false]);
    const never = await watched(rule(`${ONLY.jump}, unlessSeen: false`), series);
    expect(burstsTold(never, 5)).toEqual([true, true, true, true, true]);
  });

  it('forgets occasions after a while', async () => {
    const series = bursts([44, 43, 42, 0, 0, 0, 30]);
    const short = `${ONLY.jump}, unlessSeen: { within: { time: 2d, leastReadings: 1 } }`;
    expect(burstsTold(await watched(rule(ONLY.jump), series), 7).at(-1)).toBe(false);
    expect(burstsTold(await watched(rule(short), series), 7).at(-1)).toBe(true);
  });

  it('says when it was last this high', async () => {
    const verdicts = await watched(rule(ONLY.jump), bursts([44, 0, 30]));
    const told = verdicts.slice(4 * DAY_ROWS).find((verdict) => verdict.kind === 'scored' && verdict.score >= 1);
    expect(told).toMatchObject({ causes: [{ text: expect.stringContaining('; last this high 2 days ago') }] });
  });

  it('counts in time, and never in fewer readings than the recipe', () => {
    const gap = { time: '4h10m', leastReadings: 50 };
    expect([30, 60, 300, 600, 3600].map((stepS) => readingsIn(gap, 1000 * stepS))).toEqual([500, 250, 50, 50, 50]);
  });
});

describe('what a history rule learns', () => {
  const whole = load([...noise(900, 11), ...noise(100, 12, 125)]);

  it('is not learned twice: a session that repeats the training rows ends up where one that goes on after them is', async () => {
    for (const cut of [150, 700, 899]) {
      const train = [sliceRows(whole, 0, cut)];
      const repeated = await watched(rule(), whole, train);
      const continued = await watched(rule(), sliceRows(whole, cut, 1000), train);
      expect(repeated.slice(cut)).toEqual(continued);
      expect(picture(continued)).toContain('#');
    }
  });

  it('gives a session that repeats it the verdicts of one that was never trained', async () => {
    expect(await watched(rule(), whole, [sliceRows(whole, 0, 500)])).toEqual(await watched(rule(), whole));
  });

  it('speaks at once in a later recording, and takes the seam for no jump', async () => {
    const later = recording('5m', { load: noise(200, 13, 115) }, 30 * 86_400_000);
    const verdicts = await watched(rule(ONLY.jump), later, [load(noise(900, 11))]);
    expect(picture(verdicts)).not.toMatch(/#/);
    expect(picture(verdicts).slice(1)).not.toContain('?');
    const moved = await watched(rule(ONLY.drift), later, [load(noise(900, 11))]);
    expect(picture(moved)).toContain('#');
  });

  it('takes recordings that go back in time', async () => {
    const earlier = load(noise(500, 15));
    const verdicts = await watched(rule(), load(noise(300, 16), 60 * 86_400_000), [
      load(noise(500, 14), 20 * 86_400_000),
      earlier,
    ]);
    expect(picture(verdicts)).toBe('.'.repeat(300));
  });

  it('leaves a training recording too short to tell the step unlearned', async () => {
    const short = await watched(rule(), load(noise(300, 16), 86_400_000), [load(noise(10, 1))]);
    expect(short).toEqual(await watched(rule(), load(noise(300, 16), 86_400_000)));
  });

  it('survives a snapshot at any row: before the step is known, before it speaks and after', async () => {
    const watcher = await fitted(rule());
    const uninterrupted = observeAll(watcher, whole);
    for (const cut of [0, 1, 60, 100, 101, 640, 902]) {
      const before = watcher.open(whole.channels);
      const feed = (session: typeof before, from: number, to: number) =>
        Array.from({ length: to - from }, (_, i) =>
          session.observe({
            timestampMs: whole.timestampsMs[from + i]!,
            values: Float64Array.of(whole.columns[0]![from + i]!),
          }),
        );
      feed(before, 0, cut);
      const snapshot = before.snapshot();
      const after = watcher.open(whole.channels, snapshot);
      expect(Buffer.compare(after.snapshot(), snapshot)).toBe(0);
      expect(feed(after, cut, 1000)).toEqual(uninterrupted.slice(cut));
    }
  });
});

describe('a history rule on difficult channels', () => {
  it('leaves a missing reading out, as it does a missing row', async () => {
    const values = noise(600, 17).map((x, row) => (row > 550 ? x + 40 : x));
    const gappy = values.map((x, row) => (row % 7 === 3 || (row > 300 && row < 340) ? NONE : x));
    const present = gappy.flatMap((x, row) => (Number.isNaN(x) ? [] : [row]));
    const step = ', step: 5m';
    const withHoles = await watched(rule(step), load(gappy));
    const withoutRows = await watched(
      rule(step),
      at(
        Float64Array.from(present, (row) => row * 300_000),
        present.map((row) => values[row]!),
      ),
    );
    expect(present.map((row) => withHoles[row])).toEqual(withoutRows);
    expect(picture(withHoles)).toContain('#');
    expect(withHoles[303]).toEqual({ kind: 'abstained', reason: 'no reading: load' });
  });

  it('is quiet on a constant channel, at any height, and sees it move', async () => {
    for (const height of [0, 1e-300, 0.1, 7, -3e9]) {
      expect(picture(await watched(rule(), load(repeat(height, 400)))).slice(100)).toBe('.'.repeat(300));
      const moving = [...repeat(height, 400), height + Math.max(1, Math.abs(height) / 10)];
      expect(picture(await watched(rule(), load(moving))).at(-1)).toBe('#');
    }
  });

  it('tells a broken reading once, and is not blind afterwards', async () => {
    const values = [...noise(600, 19), ...noise(50, 20, 140)];
    for (const broken of [1.8e19, -1e308, Number.POSITIVE_INFINITY]) {
      const sane = await watched(rule(), load(values));
      const hit = await watched(rule(), load([...values.slice(0, 400), broken, ...values.slice(400)]));
      expect(hit[400]).toMatchObject({
        kind: 'scored',
        causes: [{ text: expect.stringContaining('so far beyond any reading before') }],
      });
      expect(picture(hit.slice(401))).toBe(picture(sane.slice(400)));
      expect(picture(hit.slice(401, 600))).not.toContain('#');
      expect(picture(hit.slice(600))).toContain('#');
    }
  });

  it('is ready after as many rows when one of them was broken', async () => {
    const values = noise(200, 19);
    for (const step of ['', ', step: 5m']) {
      const verdicts = await watched(rule(step), load(values.with(50, 1e300)));
      expect(picture(verdicts)).toBe(`${'?'.repeat(100)}${'.'.repeat(100)}`);
    }
  });

  it('gets used to a channel whose readings grow a thousandfold for good', async () => {
    const values = [...noise(300, 21), ...noise(2000, 22, 300_000, 15_000)];
    expect(picture(await watched(rule(), load(values))).slice(-1000)).toBe('.'.repeat(1000));
  });

  it('needs no more memory after sixty days than after thirty', async () => {
    const watcher = await fitted(rule(', step: 1m'));
    const random = seededRandom(23);
    const session = watcher.open(load([]).channels);
    const sizes = [30, 60].map((day, i) => {
      for (let minute = i * 30 * 1440; minute < day * 1440; minute++) {
        session.observe({ timestampMs: minute * 60_000, values: Float64Array.of(100 + normal(random)) });
        session.observe({ timestampMs: minute * 60_000 + 20_000, values: Float64Array.of(100 + normal(random)) });
      }
      return session.snapshot().length;
    });
    expect(sizes[1]! / sizes[0]!).toBeLessThan(1.02);
  });
});

describe('the settings of a history rule', () => {
  const defaults = (more = '') => parseRuleFile(`version: 1\nname: t\nrules:\n${rule(more)}`, 't.yaml').rules.rules[0];

  it('are all named, with the constants of the recipe as defaults', () => {
    expect(defaults()).toMatchObject({
      season: { days: 7, weeks: 3, start: 'zero' },
      jump: true,
      shift: { recent: { time: '3h', leastReadings: 3 }, before: { time: '1d', leastReadings: 12 } },
      drift: { recent: { time: '12h', leastReadings: 6 } },
      smoothing: '20m',
      limit: 4.7,
      minReadings: 100,
      unlessSeen: {
        times: 3,
        level: 3.5,
        gap: { time: '4h10m', leastReadings: 50 },
        within: { time: '27d18h40m', leastReadings: 8000 },
      },
    });
    expect(
      parseRuleFile(JSON.stringify({ version: 1, name: 't', rules: [defaults()] }), 't.json').rules.rules[0],
    ).toEqual(defaults());
  });

  it('keep the least number of readings where only a duration is written', () => {
    expect(defaults(', unlessSeen: { gap: 2h }')).toMatchObject({
      unlessSeen: { gap: { time: '2h', leastReadings: 50 }, times: 3 },
    });
  });

  it('must leave it something to watch', () => {
    expect(() => defaults(', season: false, jump: false, shift: false, drift: false')).toThrow(
      /at least one of season/,
    );
    expect(() => defaults(', season: { days: 0, weeks: 0 }')).toThrow(/a season has days, weeks or both/);
    expect(() => defaults(', minReadings: 3')).toThrow(/minReadings/);
  });
});

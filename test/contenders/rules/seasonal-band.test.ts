import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../src/telemetry/recording.ts';
import { noise, picture, recording, watched } from './watching.ts';

const DAY_ROWS = 288;
const rule = (more = '') => `  - { name: band, kind: seasonal-band, channel: load, ${more}width: 4 }`;
const MONDAY_MS = Date.UTC(2025, 2, 3);

/** Busy by day, quiet at night; weekends are quiet all day. */
function shop(
  days: number,
  seed: number,
  startDay: number,
  change: (x: number, row: number) => number = (x) => x,
): Recording {
  const readings = noise(days * DAY_ROWS, seed, 0).map((x, row) => {
    const day = startDay + Math.floor(row / DAY_ROWS);
    const isBusy = day % 7 < 5 && row % DAY_ROWS >= 96 && row % DAY_ROWS < 216;
    return change((isBusy ? 500 : 100) + x, row);
  });
  return recording('5m', { load: readings }, MONDAY_MS + startDay * 86_400_000);
}

describe('seasonal-band rule', () => {
  it('takes an ordinary reading at the wrong hour for what it is', async () => {
    const daytimeAtNight = shop(1, 2, 3, (x, row) => (row === 40 ? 500 : x));
    const verdicts = await watched(rule(), daytimeAtNight, [shop(3, 1, 0)]);
    expect(picture(verdicts).indexOf('#')).toBe(40);
    expect(verdicts[40]).toMatchObject({
      causes: [{ text: expect.stringMatching(/^load 500 is outside \S+, the edge of its band for this time of day/) }],
    });
  });

  it('keeps quiet on an ordinary day', async () => {
    expect(picture(await watched(rule(), shop(1, 2, 4), [shop(4, 1, 0)]))).not.toContain('#');
  });

  it('knows the weekend when told the season is a week, and takes either explanation when told both', async () => {
    const saturday = shop(1, 3, 12);
    const twoWeeks = shop(12, 1, 0);
    const weekdaysOnly = shop(5, 1, 7);
    expect(picture(await watched(rule('season: 1d, '), saturday, [weekdaysOnly]))).toContain('#');
    expect(picture(await watched(rule('season: 1w, '), saturday, [twoWeeks]))).not.toContain('#');
    expect(picture(await watched(rule('season: [1d, 1w], '), saturday, [twoWeeks]))).not.toContain('#');
  });

  it('abstains before a season has come round, then learns as it watches', async () => {
    const text = picture(
      await watched(
        rule(),
        shop(3, 5, 0, (x, row) => (row === 700 ? 900 : x)),
      ),
    );
    expect(text.slice(0, DAY_ROWS)).toBe('?'.repeat(DAY_ROWS));
    expect(text[700]).toBe('#');
    expect(text.slice(DAY_ROWS + 30, 700)).not.toMatch(/[#?]/);
  });

  it('does not learn the training rows again when a session repeats them', async () => {
    const whole = shop(6, 6, 0, (x, row) => (row === 5 * DAY_ROWS + 150 ? 300 : x));
    const start: Recording = {
      ...whole,
      timestampsMs: whole.timestampsMs.subarray(0, 2 * DAY_ROWS),
      columns: whole.columns.map((c) => c.subarray(0, 2 * DAY_ROWS)),
    };
    const rest: Recording = {
      ...whole,
      timestampsMs: whole.timestampsMs.subarray(2 * DAY_ROWS),
      columns: whole.columns.map((c) => c.subarray(2 * DAY_ROWS)),
    };
    const repeated = await watched(rule(), whole, [start]);
    const continued = await watched(rule(), rest, [start]);
    expect(repeated.slice(2 * DAY_ROWS)).toEqual(continued);
  });

  it('is the same band at any sampling step', async () => {
    const every = (source: Recording, n: number): Recording => ({
      ...source,
      timestampsMs: source.timestampsMs.filter((_, i) => i % n === 0),
      columns: source.columns.map((column) => column.filter((_, i) => i % n === 0)),
    });
    const train = shop(5, 1, 0);
    const test = shop(1, 2, 7, (x, row) => (row >= 60 && row < 72 ? 300 : x));
    for (const n of [1, 2, 3]) {
      const text = picture(await watched(rule(), every(test, n), [every(train, n)]));
      expect([text.indexOf('#') * n, text.lastIndexOf('#') * n]).toEqual([60, 72 - n]);
    }
  });
});
